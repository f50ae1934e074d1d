"""Training as on paper: the formulas unit by unit, example by example, in loops that are compiled.

`train(…, engine="loops")` runs them; nothing here is loaded before. Read `layers.py` first: it is
backpropagation as the chapters derive it, with a loop for each index. The functions are plain
Python, and slow until Numba compiles them (`compiling.py`).
"""
