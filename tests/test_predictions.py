"""Each prediction is well formed, and what it calls right is what the output beside it says."""

import json
import re
from collections import Counter

import predictions
import pytest
from course_text import ROOT

# Chapters whose outputs answer questions; the others look things up, or list what was put right.
ASKING = ("neuron", "mlp", "rnn", "memory", "digits", "gates", "text", "pytorch", "speed")
FEWEST = 5

BOX = """<div class="prediction{kind}" id="predict-a-b">

**Predict.** What will $C$ do from 0.25 on?

<details><summary>{first}</summary>

{yes}

</details>
<details><summary>{second}</summary>

{no}

</details>
</div>"""
WORDS = {
    "kind": "",
    "first": "It grows.",
    "yes": "**Yes.** To 0.31.",
    "second": "It shrinks.",
    "no": "**No.** The sign is +.",
}
ENTRY = """[[prediction]]
id = "predict-a-b"
cell = "c1"
reads.after = 'C = (\\S+)'
{answers}
"""
OPTIONS = 'options = ["after > 0.25", "after < 0.25"]'
CODE = {"id": "c1", "cell_type": "code", "source": ["print(C)"], "metadata": {}}


@pytest.fixture(scope="module")
def collected():
    return predictions.collect()


def test_every_prediction_of_the_course_is_right(collected):
    faults = collected[1]
    assert not faults, "\n".join(["", *faults])


@pytest.mark.parametrize("name", ASKING)
def test_a_chapter_asks_often_and_not_by_a_pattern(name, collected):
    if not (ROOT / "chapters" / f"{name}.ipynb").exists():
        pytest.skip(f"the chapter {name} is not there yet")
    asked = collected[0][name]
    assert len(asked) >= FEWEST, f"{name} has {len(asked)} predictions; wanted: {FEWEST} at least"
    places = Counter(p.right[0] for p in asked)
    assert max(places.values()) < len(asked), f"{name}: the right option is always in one place"


def test_nothing_else_asks_before_an_output():
    """An older form, in which the question stood in the text and the answer lay open beneath it."""
    found = [
        f"{path.name}: {line}"
        for path in (ROOT / "chapters").glob("*.ipynb")
        for line in re.findall(r"\*\*Before you run it.*", path.read_text("utf-8"))
    ]
    assert not found, "\n".join(["", *found])


# --- faults are found --------------------------------------------------------------------------


@pytest.fixture
def course(tmp_path):
    """Return a function that writes a small course with something changed and tells its faults."""

    def build(changed=None, *, output="C = 0.31\n", answers=OPTIONS, before=(), entry=ENTRY):
        words = {**WORDS, **(changed or {})}
        printed = [{"output_type": "stream", "name": "stdout", "text": [output]}]
        box = {"id": "m1", "cell_type": "markdown", "source": [BOX.format(**words)], "metadata": {}}
        cells = [box, *before, {**CODE, "outputs": printed}]
        files = {
            "chapters/a.ipynb": json.dumps({"cells": cells}),
            "tests/predictions/a.toml": entry.format(answers=answers),
        }
        for file, text in files.items():
            path = tmp_path / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return predictions.collect(tmp_path)[1]

    return build


NUMBER = {"kind": " number", "first": "0.31", "second": "0.25", "yes": "**Yes.** It grows."}


def test_what_is_right_is_accepted(course):
    assert course() == []
    assert course(NUMBER, answers='answer = "after"') == []


FAULTS = {
    "the output says the other": ({"output": "C = 0.21\n"}, "the output says ['It shrinks.']"),
    "the output says neither": ({"output": "C = 0.25\n"}, "the output says []"),
    "the output says both": (
        {"answers": 'options = ["after > 0", "after > 0"]'},
        "the output says ['It grows.', 'It shrinks.']",
    ),
    "the wrong one is called right": (
        {"changed": {"yes": "**No.** To 0.31.", "no": "**Yes.** The sign is −."}},
        "the output says ['It grows.']",
    ),
    "the output does not say it": ({"output": "D = 0.31\n"}, "reads.after = 'C = "),
    "an option has no expression": (
        {"answers": 'options = ["after > 0.25"]'},
        "1 expressions for 2 options",
    ),
    "another cell is named": ({"entry": ENTRY.replace("c1", "c2")}, "bound to the cell 'c2'"),
    "text stands in between": (
        {"before": [{"id": "m2", "cell_type": "markdown", "source": ["So."]}]},
        "no code cell follows at once",
    ),
    "not bound": ({"entry": ENTRY.replace("-b", "-c")}, "predict-a-b"),
    "a number that nobody printed": (
        {"changed": {"no": "**No.** It is 0.32."}},
        "0.32 in '**No.** It is 0.32.'",
    ),
    "a general answer on no list": (
        {"changed": {"no": "**No.** It never does."}},
        "list it in tests/claims, or say less: “It never does.”",
    ),
    "two right": ({"changed": {"no": "**Yes.** That too."}}, "2 options, 2 of them right"),
    "no verdict": ({"changed": {"no": "Think again."}}, "begins with **Yes.** or **No.**"),
    "no reason": ({"changed": {"no": "**No.**"}}, "begins with **Yes.** or **No.**"),
    "one answer for two beliefs": (
        {"changed": {"first": "It shrinks."}},
        "two options have the same summary",
    ),
    "a formula in a summary": ({"changed": {"first": "$C$ grows."}}, "'$C$ grows.': formulas"),
    "another number is right": (
        {"changed": NUMBER, "answers": 'answer = "after - 0.06"'},
        "the output says ['0.25']",
    ),
    "the form is broken": ({"changed": {"kind": '" title="'}}, "in the form of CONTRIBUTING.md"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found(course, name):
    changed, message = FAULTS[name]
    found = course(**changed)
    assert any(message in fault for fault in found), found
