"""For a class: the answers in a booklet, and a sheet of exercises for a pencil for each chapter."""

import copy

from bound.parts import Part
from bound.still import fragment

BOOKLET = ("appendix/solutions", "appendix/predictions")
HEAD = '<p class="sheet-head">Name <span class="room"></span> Date <span class="room"></span></p>'


def answers(whole):
    """Return the booklet of answers as a book."""
    booklet = whole.of([part for part in whole.parts if part.name in BOOKLET])
    for part in booklet.parts:
        for back in part.body.select(".back"):
            back.decompose()
    return booklet


def for_pencils(whole):
    """Yield the name of each chapter that has exercises for a pencil, and its sheet as a book."""
    equations = {tag["id"]: tag for part in whole.parts for tag in part.body.select("div.math[id]")}
    for part in whole.parts:
        exercises = [
            copy.copy(section)
            for section in part.body.select("section:has(> .blanks)")
            if not section.select(".words")  # what is guessed first and then computed
        ]
        if exercises:
            body = sheet(part, exercises, equations)
            yield part.name.rpartition("/")[2], whole.of([Part(part.name, "", part.title, body)])


def sheet(part, exercises, equations):
    """Return the body of a sheet: the exercises with room to work, and the equations they name."""
    body = fragment(f'<section id="{part.id}"><h1>{part.title}</h1>{HEAD}</section>')
    named = {}
    for exercise in exercises:
        exercise.select_one(".to-appendix").decompose()
        exercise.select_one(".blanks").insert_before(fragment('<div class="working"></div>'))
        for link in exercise.select("a[href]"):
            if (place := link["href"][1:]) in equations:
                named[place] = equations[place]
        body.append(exercise)
    if named:
        body.append(fragment('<h2 class="named">The equations named above</h2>'))
        body.extend([copy.copy(equation) for equation in named.values()])
    return body
