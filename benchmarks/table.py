"""Print results.json as a table: `python -m benchmarks.table`.

Nothing here measures; what is printed is what is stored.
"""

import json
from pathlib import Path

RESULTS = Path(__file__).with_name("results.json")
NOTHING = {"machine": {}, "date": "", "rows": [], "growth": [], "memory": [], "step": []}
NOTHING |= {"first_call": [], "crossing": []}
HEAD = ("workload", "engine", "against", "nnlib", "its time", "per", "ratio", "spread", "goal", "")
MET = {True: "met", False: "missed", None: ""}


def read(path=RESULTS):
    """Return the stored results, or empty ones where nothing was measured yet."""
    return json.loads(path.read_text("utf-8")) if path.exists() else NOTHING


def key(row):
    """Return what no other row has."""
    return row["workload"], row["peer"], row["engine"]


def time(seconds):
    """Write seconds with a unit, to three digits: 1.34e-05 is '13.4 µs'."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9)):
        if seconds >= size or unit == "ns":
            return f"{seconds / size:#.3g}".rstrip(".") + f" {unit}"
    raise AssertionError


def factor(value):
    """Write a ratio: two decimals below 10, fewer above."""
    return f"{value:.2f}" if value < 9.995 else f"{value:.1f}" if value < 99.95 else f"{value:.0f}"


def goal(row):
    """Write a row's goal in the words of its ratio: '≥ 20 × faster' or '≤ 0.66 of its time'."""
    if row["goal"] is None:
        return ""
    sign = {"at_least": "≥", "at_most": "≤"}[row["goal"]["relation"]]
    return f"{sign} {row['goal']['value']:g}"


def lines(rows):
    """Turn rows into lines of text: time of the other over nnlib's, or ÷ the other way round."""
    cells = [HEAD]
    for row in rows:
        mark = "× faster" if row["ratio_of"] == "other/nnlib" else "× its time"
        cells.append(
            (
                row["workload"],
                row["engine"],
                row["label"],
                time(row["nnlib"]["median"]),
                time(row["other"]["median"]),
                row["unit_note"].split()[-1],
                f"{factor(row['ratio'])} {mark}",
                f"{factor(row['ratio_low'])}–{factor(row['ratio_high'])}",
                goal(row),
                MET[row["met"]],
            )
        )
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(map(str.ljust, line, widths)).rstrip() for line in cells]


def notes(results):
    """Say on what machine and when, what the numbers are, and what is uneven about a row."""
    machine = results["machine"]
    packages = ", ".join(f"{k} {v}" for k, v in machine["packages"].items() if v)
    said = [
        f"{machine['processor']}, {machine['cores']} cores, {machine['system']}; "
        f"Python {machine['python']}, {machine['blas']}; {packages}; {machine['compiler']}.",
        f"Measured {results['date']}. Medians of process time, one thread, float64, the two sides",
        "in turn; the ratio is the median of each round's, its spread the middle half of them.",
    ]
    return said + [
        f"{r['workload']}, {r['label']}: {r['note']}" for r in results["rows"] if r["note"]
    ]


def main():
    """Print the stored results."""
    results = read()
    if not results["rows"]:
        raise SystemExit("benchmarks/results.json holds no rows yet: run `make bench`")
    print("\n".join([*lines(results["rows"]), "", *notes(results)]))


if __name__ == "__main__":
    main()
