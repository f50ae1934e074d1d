"""Training as on paper: the formulas unit by unit, example by example, in loops that are compiled.

`train(…, engine="loops")` runs them. They change θ as the array engine does, up to the rounding of
sums, with every option of `train`; a network of the sizes in these chapters trains some ten to a
hundred times as fast, since no step is a dozen calls of NumPy any more. `pip install
"nnlib[loops]"` brings Numba, which compiles them when they are first called, for some ten seconds,
and finds the result on disk from then on. In the browser there is no Numba, so arrays stay there.

Arrays win where the layers are wide: from hundreds of units on, NumPy hands whole matrices to a
library that uses the processor's memory better than any loop here (784-100-10 is such a network).

To read the formulas, begin with `nnlib.loops.layers`; the functions are plain Python.
"""
