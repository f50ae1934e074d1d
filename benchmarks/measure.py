"""Measure one row in a process of its own: `… -m benchmarks.measure WORKLOAD PEER ENGINE`.

It imports nnlib and this peer alone: a large package changes how memory is handed out.
"""

import json
import os
import sys
from datetime import date

import numpy as np

from benchmarks.goals import goal_of, met, relation
from benchmarks.row import SkippedError, agree, rows
from benchmarks.timing import interleave, spread

HEAVY = {"torch", "sklearn", "scipy", "jax", "matplotlib", "pandas", "numba"}
NEEDS = {
    "torch": {"torch"},
    "sklearn": {"sklearn", "scipy", "pandas"},
    "jax": {"jax", "jaxlib", "scipy"},
    "loops": {"numba", "scipy"},
}


def measure(row, **options):
    """Check the row, warm both sides up, time them; return what results.json holds of it."""
    agree(row)
    sides = [lambda side=side: side(row.steps) for side in row.sides()]
    for side in sides:
        side()
    mine, other = interleave(*sides, **options).T / row.steps * np.array([[1], [row.share]])
    way = relation(row.key)
    ratio = spread(other / mine if way == "at_least" else mine / other)
    goal = goal_of(row.key)
    return {
        "workload": row.workload,
        "title": row.title,
        "peer": row.peer,
        "engine": row.engine,
        "label": row.label,
        "note": row.note,
        "steps": row.steps,
        "unit_note": f"seconds per {row.unit}",
        "nnlib": spread(mine),
        "other": spread(other),
        "ratio_of": "other/nnlib" if way == "at_least" else "nnlib/other",
        "ratio": ratio["median"],
        "ratio_low": ratio["low"],
        "ratio_high": ratio["high"],
        "rounds": len(mine),
        "goal": goal and {"relation": goal[0], "value": goal[1]},
        "met": met(row.key, ratio["median"]),
        "date": date.today().isoformat(),
    }


def strangers(peer, engine="arrays"):
    """Name the large packages that this process has imported and neither side needs."""
    return HEAVY & set(sys.modules) - NEEDS.get(peer, set()) - NEEDS.get(engine, set())


def main(workload, peer, engine="arrays"):
    """Measure one row and print it as JSON, or say why it is skipped."""
    (row,) = (row for row in rows(workload) if row.key == (workload, peer, engine))
    try:
        measured = measure(row)
        others = strangers(peer, engine)
        assert not others, f"nnlib and {peer} are not alone: {others} is here"
        print(json.dumps(measured))
    except ModuleNotFoundError as missing:
        if missing.name.split(".")[0] not in NEEDS.get(peer, ()):
            raise
        print(json.dumps({"skipped": f"{missing.name} is not installed"}))
    except SkippedError as reason:
        print(json.dumps({"skipped": str(reason)}))


if __name__ == "__main__":
    if os.environ.get("OMP_NUM_THREADS") != "1":
        raise SystemExit("each side has one thread: run `python -m benchmarks.run --only or`")
    main(*sys.argv[1:])
