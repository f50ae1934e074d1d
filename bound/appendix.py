"""Hints, solutions and answers to predictions, moved from their pages to the end of the book.

On a screen they fold; on paper whoever reads the question would read the answer. Where each was
taken from, a link leads to it, and from there another leads back.
"""

import copy

from bs4 import BeautifulSoup

from bound.parts import Part
from bound.still import fragment

GROUP = "Appendix"
TITLES = {
    "hints": "Hints",
    "solutions": "Solutions",
    "predictions": "Answers to the predictions",
}
INTRODUCTIONS = {
    "hints": "One hint at a time: read the first, go back, and try again.",
    "solutions": "Most exercises have more than one right answer; this is ours, and why it works.",
    "predictions": "What speaks against each answer that you could have given, and what for one.",
}
SILENT_VERDICT = "✓ Right."


def moved(parts):
    """Move what is to be read afterwards out of `parts`; return the new parts that hold it."""
    made = {name: section(f"appendix-{name}", 1, title) for name, title in TITLES.items()}
    for name, body in made.items():
        body.append(fragment(f"<p>{INTRODUCTIONS[name]}</p>"))
    for part in parts:
        chapters = {
            name: section(f"appendix-{name}--{part.id}", 2, part.title.removeprefix("Exercises: "))
            for name in made
        }
        for exercise in part.body.select("section:has(> .practise-hints)"):
            move_exercise(exercise, chapters)
        for box in part.body.select("div.prediction"):
            move_prediction(box, chapters["predictions"])
        for name, chapter in chapters.items():
            if chapter.find(["section", "div"]):
                made[name].append(chapter)
    return [
        Part(f"appendix/{name}", GROUP, TITLES[name], body)
        for name, body in made.items()
        if body.find("section")
    ]


def section(name, level, title):
    """Return a section with an id and a heading."""
    made = fragment(f'<section id="{name}"><h{level}></h{level}></section>')
    heading = make_copy(title) if not isinstance(title, str) else title
    made.find(f"h{level}").append(heading)
    return made


def make_copy(tag):
    """Return a copy of what is in a tag."""
    whole = BeautifulSoup("", "html.parser")
    for child in tag.children:
        whole.append(copy.copy(child))
    return whole


def see(words, place):
    """Return a link to a place; a file with pages adds the number of its page."""
    return f'<a class="see" href="#{place}">{words}</a>'


def move_exercise(exercise, chapters):
    """Move the hints, the solution and its reasons out of the section of an exercise."""
    heading = exercise.find("h2")
    there = {name: f"appendix-{name}--{exercise['id']}" for name in ("hints", "solutions")}
    for name, place in there.items():
        entry = section(place, 3, heading)
        entry.append(fragment(f'<p class="back">{see("The exercise", exercise["id"])}</p>'))
        chapters[name].append(entry)
    hints, solutions = (chapters[name].find_all("section")[-1] for name in there)
    cell = exercise.select_one(".practise-hints").extract()
    for n, hint in enumerate(cell.select("details"), 1):
        hint.summary.decompose()
        hint.name = "div"
        hint.attrs = {"class": ["hint"]}
        first_words(hint, f"Hint {n}.")
        hints.append(hint.extract())
    cell = exercise.select_one(".practise-solution").extract()
    solutions.extend([code.extract() for code in cell.select("div.highlight")])
    cell = exercise.select_one(".practise-why").extract()
    solutions.extend(
        [
            said.extract()
            for said in cell.select("div.output")
            if said.get_text().strip() != SILENT_VERDICT
        ]
    )
    links = f"{see('Hints', there['hints'])} · {see('Solution', there['solutions'])}"
    exercise.append(fragment(f'<p class="to-appendix">{links}</p>'))


def move_prediction(box, chapter):
    """Leave a question with the answers to choose from; move what is said about each."""
    place = f"appendix-predictions--{box['id']}"
    entry = fragment(f'<div class="prediction-answers" id="{place}"></div>')
    question = box.find("p")
    entry.append(copy.copy(question))
    choices, answers = fragment('<ol class="letters"></ol>'), fragment('<ol class="letters"></ol>')
    for option in box.select("details"):
        summary = option.summary.extract()
        choice, answer = fragment("<li></li>"), fragment("<li></li>")
        choice.append(make_copy(summary))
        said = fragment('<p class="choice"></p>')
        said.append(make_copy(summary))
        answer.extend([said, *list(option.find_all(recursive=False))])
        choices.append(choice)
        answers.append(answer)
        option.decompose()
    if "number" in box["class"]:
        box.append(fragment('<p class="blank"><span class="room"></span></p>'))
    else:
        box.append(choices)
    entry.append(answers)
    entry.append(fragment(f'<p class="back">{see("The question", box["id"])}</p>'))
    box.append(fragment(f'<p class="to-appendix">{see("Answers", place)}</p>'))
    chapter.append(entry)


def first_words(tag, words):
    """Put words before a tag's first paragraph."""
    first = tag.find("p")
    if first is None or first is not tag.find(True):
        tag.insert(0, fragment(f"<p><strong>{words}</strong></p>"))
    else:
        first.insert(0, fragment(f"<strong>{words}</strong>"))
        first.insert(1, " ")
