"""The picture of results.json: in each workload, how many times as fast nnlib is as the others.

It is the picture of the book's chapter on speed, drawn by the same function of nnlib.viz.
"""

from pathlib import Path

from matplotlib.figure import Figure

from benchmarks import table
from nnlib import viz

PEERS = {
    "source": "the source",
    "textbook": "textbook class",
    "torch": "PyTorch",
    "sklearn": "scikit-learn",
    "jax": "JAX",
    "c": "C",
}


def times_faster(row):
    """Read a ratio as the other side's time over nnlib's, whichever way it is stored."""
    return row["ratio"] if row["ratio_of"] == "other/nnlib" else 1.0 / row["ratio"]


def ratios(rows):
    """Arrange the ratios by workload and peer."""
    arranged = {}
    for row in rows:
        if row["peer"] in PEERS and row["engine"] == "arrays":
            arranged.setdefault(row["workload"], {})[PEERS[row["peer"]]] = times_faster(row)
    return arranged


def main(target):
    """Draw the race of the stored results into a file."""
    viz.setup()
    fig = Figure(figsize=(6.4, 5.6))
    viz.race(fig.add_subplot(), ratios(table.read()["rows"]))
    Path(target).parent.mkdir(exist_ok=True)
    fig.savefig(target)
    return target
