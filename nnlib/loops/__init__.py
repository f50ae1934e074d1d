"""Training as on paper: the formulas unit by unit, example by example, in loops that are compiled.

`train(…, engine="loops")` runs them. They change θ as the array engine does, up to the rounding of
sums, with every option of `train`. No step is a dozen calls of NumPy any more, so the smaller a
network, the more they gain. Measured (`benchmarks/results.json`): 50 times on OR (2-3-1), 20 times
on the circle (2-3-2), nearly twice on 64-30-10 in batches of 32. Wide layers are better off with
arrays: 784-100-10 in batches of 128 takes twice as long in loops, since NumPy hands whole matrices
to a library that is made for them. The lines cross at thirty to fifty units a layer, at about 75
of a recurrent state; with the LSTM's loops were ahead up to 128 units, where it ended.

`train_ensemble(…, engine="loops")` takes many networks at once through loops of their own, with
the networks as the innermost, and on request in several threads.

`pip install "nnlib[loops]"` brings Numba, which compiles the loops when a kind of network is first
trained, for some ten seconds, and finds the result on disk from then on. In the browser there is no
Numba: arrays compute the same.

To read the formulas, begin with `nnlib.loops.layers`; the functions are plain Python.
"""
