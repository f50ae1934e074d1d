"""The pictures of results.json: who is how much faster, and how cost grows.

Each function takes the parsed results and an `ax`, and neither measures nor shows.
"""

import sys
from pathlib import Path

from benchmarks import table

# A marker and a colour for each kind of peer, so that colour is never the only cue.
KINDS = {
    "source": ("the sources' loops", "o", "error"),
    "textbook": ("textbook classes", "s", "hidden"),
    "torch": ("PyTorch", "^", "output"),
    "sklearn": ("scikit-learn", "D", "gradient"),
    "floor": ("JAX, C, bare products", "v", "input"),
}
KIND = {
    "source-each": "source",
    "first-source": "source",
    "one-by-one": "textbook",
    "c": "floor",
    "jax": "floor",
    "products": "floor",
}


def times_faster(row, key="ratio"):
    """Read a ratio of a row as the other side's time over nnlib's, whichever way it is stored."""
    return row[key] if row["ratio_of"] == "other/nnlib" else 1.0 / row[key]


def race(results, ax, colours):
    """Draw how many times faster nnlib is, a line for each row, with the goal as a bar.

    `colours` maps the five roles to colours, as `nnlib.viz.ROLES` does.
    """
    rows = results["rows"]
    for height, row in enumerate(reversed(rows)):
        _, marker, role = KINDS[KIND.get(row["peer"], row["peer"])]
        ends = sorted(times_faster(row, key) for key in ("ratio_low", "ratio_high"))
        ax.plot(ends, [height] * 2, color=colours[role], linewidth=3, solid_capstyle="butt")
        ax.plot(times_faster(row), height, marker, color=colours[role], markersize=5)
        if row["goal"]:
            value = row["goal"]["value"]
            value = value if row["ratio_of"] == "other/nnlib" else 1.0 / value
            ax.plot(value, height, "|", color="#565f69", markersize=11, markeredgewidth=1.5)
    ax.axvline(1.0, color="#1c2127", linewidth=0.8)
    ax.set_xscale("log")
    ax.set_yticks(range(len(rows)), [f"{r['workload']} · {r['label']}" for r in reversed(rows)])
    ax.set_ylim(-0.8, len(rows) - 0.2)
    ax.grid(axis="x", linewidth=0.5, color="#dde1e6")
    ax.set_xlabel("times faster than the other side (left of 1: slower)")
    for label, marker, role in KINDS.values():
        ax.plot([], [], marker, color=colours[role], label=label)
    ax.plot([], [], "|", color="#565f69", markersize=11, markeredgewidth=1.5, label="the goal")
    ax.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=3, frameon=False)
    return ax


def growth(line, ax, colour):
    """Draw one line of results["growth"] or results["memory"], with its fitted slope beside it."""
    values = line["seconds"] if "seconds" in line else line["bytes"]
    ax.loglog(line["x"], values, "o-", color=colour, markersize=4)
    first = line["x"][-line["slope_points"]]
    fitted = [values[-1] * (x / line["x"][-1]) ** line["slope"] for x in (first, line["x"][-1])]
    ax.loglog([first, line["x"][-1]], fitted, "--", color="#565f69")
    ax.set_xlabel(f"{line['by']}: {line['title']}")
    ax.set_title(f"slope {line['slope']:.2f}", fontsize="medium")
    return ax


def main(target):
    """Draw the race of the stored results into a file."""
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot as plt

    from nnlib.viz import ROLES

    results = table.read()
    fig, ax = plt.subplots(figsize=(8, 1.6 + 0.24 * len(results["rows"])), layout="constrained")
    race(results, ax, ROLES)
    Path(target).parent.mkdir(exist_ok=True)
    fig.savefig(target)
    plt.close(fig)
    return target


if __name__ == "__main__":
    main(sys.argv[1])
