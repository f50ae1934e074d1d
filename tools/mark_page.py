"""A page for the teacher: which exercises a class solved, and which mistakes it made.

It is one file that loads nothing. All that a student wrote is text on it: escaped, never run.
"""

import html
from collections import Counter
from urllib.parse import quote

from nnlib.checks import EXERCISES, show

SHOWN = 3  # of what was said to different students who made the same general mistake
STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --paper: #fff; --line: #d5d5d5; --soft: #5a5a5a;
  --right: #2a8558; --partly: #d9a53a; --wrong: #b5493f; --open: #c9c9c9; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e6e6; --paper: #161616; --line: #3c3c3c;
  --soft: #a8a8a8; --right: #4fb384; --partly: #d9a53a; --wrong: #dd7a70; --open: #565656; } }
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  margin: 2rem auto; max-width: 54rem; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .3rem; }
table { border-collapse: collapse; width: 100%; }
td, th { padding: .3rem .5rem; text-align: left; border-bottom: 1px solid var(--line);
  vertical-align: top; }
td.n, th.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.bar { display: flex; height: .8rem; min-width: 6rem; border-radius: 2px; overflow: hidden;
  margin-top: .35rem; }
.right { background: var(--right); }
.partly { background: var(--partly); }
.wrong { background: var(--wrong); }
.open { background: var(--open); }
.key i { display: inline-block; width: .8rem; height: .8rem; border-radius: 2px;
  margin: 0 .3rem 0 1rem; vertical-align: -1px; }
.soft, summary { color: var(--soft); font-size: .9rem; }
summary { cursor: pointer; }
code, pre { font-size: .9em; }
pre { white-space: pre-wrap; }
a { color: inherit; }
"""


def page(folder, table, records):
    """Return the page.

    Parameters
    ----------
    folder : Folder
        Of the class.
    table : list of dict
        The rows of marks.csv.
    records : dict
        What became of each submission, by student.
    """
    marked = [row["student"] for row in table if row["marked"]]
    verdicts = {name: records[name]["verdicts"] for name in marked}
    ids = [name for name in EXERCISES if any(name in of for of in verdicts.values())]
    title = f"{folder.chapter}: what {len(marked)} handed in"
    body = [f"<h1>{html.escape(title)}</h1>", states(table), overview(ids, verdicts)]
    body += [mistakes(name, verdicts, folder) for name in ids]
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{html.escape(title)}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        f"style-src 'unsafe-inline'\"><style>{STYLE}</style></head>"
        f"<body>{''.join(body)}</body></html>\n"
    )


def standing(result):
    """Return how far an answer is: right, partly, wrong or open."""
    if result["passed"]:
        return "right"
    if result["diagnosis"] in {"not-started", "guessed"}:
        return "open"
    return "partly" if result["score"] else "wrong"


def share(count, total):
    """Return a share as one reads it."""
    return f"{count} of {total} ({100 * count / total:.0f} %)" if total else "0"


def states(table):
    """Return how many are marked, and who has to be looked at."""
    items = []
    for state, many in Counter(row["state"] for row in table).most_common():
        rows = [row for row in table if row["state"] == state]
        who = "".join(
            f"<li>{html.escape(row['name'] or row['student'])}"
            f" <span class=soft>{html.escape(row['remark'])}</span></li>"
            for row in rows
        )
        remarks = any(row["remark"] for row in rows) or state == "not handed in"
        fold = f"<details><summary>who</summary><ul>{who}</ul></details>" if remarks else ""
        items.append(f"<li>{share(many, len(table))} {html.escape(state)}{fold}</li>")
    return f"<ul>{''.join(items)}</ul>"


def overview(ids, verdicts):
    """Return the table of exercises: how many solved each."""
    key = "".join(f"<i class={name}></i>{name}" for name in ("right", "partly", "wrong", "open"))
    lines = []
    for name in ids:
        count = Counter(standing(of[name]) for of in verdicts.values() if name in of)
        total = count.total()
        bar = "".join(
            f'<i class={kind} style="width: {100 * count[kind] / total:.1f}%"></i>'
            for kind in ("right", "partly", "wrong", "open")
        )
        kinds = [kind for kind in ("right", "partly", "wrong", "open") if count[kind]]
        numbers = ", ".join(f"{count[kind]} {kind}" for kind in kinds)
        lines.append(
            f'<tr><td><a href="#{name}">{html.escape(EXERCISES.title(name))}</a></td>'
            f"<td class=n>{100 * count['right'] / total:.0f} %</td>"
            f"<td><div class=bar aria-hidden=true>{bar}</div><span class=soft>{numbers}</span></td>"
            "</tr>"
        )
    head = "<tr><th>Exercise</th><th class=n>Right</th><th>All answers</th></tr>"
    return f"<p class=key>All answers:{key}</p><table>{head}{''.join(lines)}</table>"


def mistakes(exercise_id, verdicts, folder):
    """Return the mistakes that were made in one exercise, the most frequent first."""
    made, total = {}, len(verdicts)
    for student, of in verdicts.items():
        result = of.get(exercise_id)
        if result and standing(result) != "right":
            made.setdefault(result["diagnosis"], []).append((student, result))
    solved = total - sum(map(len, made.values()))
    head = (
        f'<h2 id="{exercise_id}">{html.escape(EXERCISES.title(exercise_id))}</h2>'
        f"<p class=soft><code>{exercise_id}</code>, right: {share(solved, total)}</p>"
    )
    lines = [
        f"<tr><td class=n>{share(len(who), total)}</td><td>{words(exercise_id, name, who)}"
        f"<details><summary>{html.escape(str(name))}: who</summary>{links(who, folder)}</details>"
        "</td></tr>"
        for name, who in sorted(made.items(), key=lambda item: -len(item[1]))
    ]
    return head + (f"<table>{''.join(lines)}</table>" if lines else "")


def words(exercise_id, name, who):
    """Return what the check says of a mistake: the catalogue's words, or what students heard."""
    known = {wrong.name: wrong.message for wrong in EXERCISES[exercise_id].wrongs}
    if name in known:
        return show.as_html(known[name])
    heard = Counter(result["message"] for _, result in who)
    said = [f"<div>{show.as_html(message)}</div>" for message, _ in heard.most_common(SHOWN)]
    if len(heard) > SHOWN:
        said.append(f"<div class=soft>and {len(heard) - SHOWN} more of the kind</div>")
    return "".join(said)


def links(who, folder):
    """Return the students, each with a way to the page of feedback."""
    pages = (
        (student, folder.nbgraders("feedback", student, "html").relative_to(folder.root))
        for student, _ in who
    )
    return ", ".join(
        f'<a href="{html.escape(quote(path.as_posix()))}">{html.escape(student)}</a>'
        for student, path in pages
    )
