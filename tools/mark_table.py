"""The marks of a class as a table: on the screen and in marks.csv."""

import csv
import io

from mark_collect import plain
from whole_files import replace

NOT_IN, OTHER, BROKEN, LOOK = "not handed in", "other file name", "not readable", "needs a look"
MARKED = "marked"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run what begins so


def rows(students, choices, records, *, points, absent):
    """Return a dict for each student, and for each who is on the roster alone.

    Parameters
    ----------
    students, choices, records : dict
        Who handed in, which file was taken, and what became of it, by student.
    points : dict
        What the gradebook holds: points by student and cell.
    absent : tuple
        Rows of the roster of which nobody handed in, and students who are in no row.
    """
    table = []
    for name, student in students.items():
        record, choice = records.get(name), choices[name]
        state, remark = state_of(record, choice)
        if name in absent[1]:
            remark = "; ".join(filter(None, [remark, "not on the roster"]))
        got = points.get(name, {}) if record and record["grades"] else {}
        table.append(
            {"student": name, "name": student.name, "state": state, "file": choice.path,
             "remark": remark, "points": got, "marked": bool(got)}
        )  # fmt: skip
    table += [
        {"student": row[0], "name": " ".join(row[1:3]), "state": NOT_IN, "file": "", "remark": "",
         "points": {}, "marked": False}
        for row in absent[0]
    ]  # fmt: skip
    exercises = list(next((r["points"] for r in table if r["points"]), {}))
    for row in table:
        row["score"] = sum(row["points"].values()) if row["points"] else 0.0
        row["exercises"] = {name: row["points"].get(name, 0.0) for name in exercises}
    return sorted(table, key=lambda row: (plain(row["name"] or row["student"]), row["student"]))


def state_of(record, choice):
    """Return what is to be said of a submission, in a word and in a sentence."""
    remarks = [choice.remark] if choice.remark else []
    if record is None:
        return choice.state or LOOK, "; ".join(remarks) or "being marked by another process"
    if "unreadable" in record:
        return BROKEN, "; ".join([record["unreadable"], *remarks])
    if "unmarked" in record:
        return LOOK, "; ".join([f"could not be marked: {record['unmarked']}", *remarks])
    unjudged = [
        f"{name}: {result['message']}" for name, result in record["verdicts"].items()
        if result["diagnosis"] == "not-judged"
    ]  # fmt: skip
    if record["look"]:
        return LOOK, "; ".join([*map(str, record["look"][:5]), *remarks])
    return choice.state or MARKED, "; ".join([*remarks, *unjudged])


def write_csv(path, table):
    """Write the marks, for a spreadsheet; what a student wrote is never a formula there."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    exercises = [name.removeprefix("check-") for name in table[0]["exercises"]] if table else []
    writer.writerow(["student", "name", "state", "score", *exercises, "file", "remark"])
    for row in table:
        got = [f"{value:g}" for value in (row["score"], *row["exercises"].values())]
        if not row["marked"]:
            got = ["0" if row["state"] == NOT_IN else "", *[""] * (len(got) - 1)]
        said = [inert(row[key]) for key in ("student", "name", "state")]
        writer.writerow([*said, *got, inert(row["file"]), inert(row["remark"])])
    replace(path, out.getvalue().encode("utf-8-sig", "replace"))


def inert(said):
    """Return a text that no spreadsheet takes for a formula, on one line."""
    said = " ".join(str(said).split())
    return f"'{said}" if said.startswith(FORMULA) else said


def text(table):
    """Return the marks as one reads them on a screen."""
    wide = max([12, *(len(row["student"]) for row in table)])
    lines = [f"{'student':{wide}}  {'score':>6}  remark"]
    for row in table:
        state = "" if row["state"] == MARKED else row["state"]
        said = ": ".join(filter(None, [state, " ".join(row["remark"].split())]))
        got = f"{row['score']:g}" if row["marked"] else "–"
        lines.append(f"{row['student']:{wide}}  {got:>6}  {said[:110]}".rstrip())
    count = {}
    for row in table:
        count[row["state"]] = count.get(row["state"], 0) + 1
    return "\n".join([*lines, "", ", ".join(f"{n} {state}" for state, n in count.items())])
