"""How fast nnlib is, against whom, and where the time goes.

`make bench` measures it: `run.py` is the command, each workload has a file with every side of it.
"""
