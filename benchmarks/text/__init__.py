"""Names, letter by letter: the long trainings whose results the chapter *text* shows.

`python -m benchmarks.text` runs them (half an hour on one core) and writes `benchmarks/text.json`;
with names of parts after it, these alone.
"""
