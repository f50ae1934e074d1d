"""How long recurrent networks remember: the experiments whose results the chapter *gates* draws.

`python -m benchmarks.memory` runs them (half an hour on one core) and writes `../memory.json`; with
names of tasks after it, these alone.
"""
