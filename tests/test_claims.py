"""Every general claim on the lists stands in its page, and has a check that can fail."""

import json

import claims
import pytest

CHAPTER = "# A chapter\n\n## A part\n\nNo line parts\nthese corners. See $x$ and **y**."
PAGE = "# Words\n\nA net never forgets."
TESTS = """
def test_it(): ...

def helper(): ...

class TestA:
    def test_b(self): ...
"""
SAYS = 'says = "No line parts these corners."'
PRINTED = [{"output_type": "stream", "name": "stdout", "text": ["0.25\n"]}]


@pytest.fixture
def course(tmp_path):
    """Return a function that writes a small course with something changed and tells its faults."""

    def build(
        check='cell = "c1"', *, says=SAYS, name="a", code="print(x)", outputs=PRINTED, tags=()
    ):
        cells = [
            {"id": "m1", "cell_type": "markdown", "source": [CHAPTER], "metadata": {}},
            {
                "id": "c1",
                "cell_type": "code",
                "source": [code],
                "outputs": outputs,
                "metadata": {"tags": list(tags)},
            },
        ]
        files = {
            "chapters/a.ipynb": json.dumps({"cells": cells}),
            "words.md": PAGE,
            "tests/test_a.py": TESTS,
            f"tests/claims/{name}.toml": f"[[claim]]\n{says}\n{check}\n",
        }
        for file, text in files.items():
            path = tmp_path / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return claims.collect(tmp_path)[1]

    return build


# --- the course itself -----------------------------------------------------------------------


def test_every_claim_of_the_course_stands_in_its_page_and_has_a_check():
    made, faults = claims.collect()
    assert not faults, "\n".join(["", *faults])
    assert made, "no claim was found in tests/claims"


# --- what is accepted ------------------------------------------------------------------------


def test_words_are_found_across_lines(course):
    assert course() == []


@pytest.mark.parametrize(
    "check",
    [
        'cell = "a#c1"',
        'test = "tests/test_a.py::test_it"',
        'test = "tests/test_a.py::TestA::test_b"',
    ],
)
def test_a_cell_or_a_test_is_a_check(course, check):
    assert course(check) == []


def test_a_page_without_cells_may_name_those_of_a_notebook(course):
    assert course('cell = "a#c1"', says='says = "A net never forgets."', name="words") == []


@pytest.mark.parametrize(
    "code", ["assert x", "np.testing.assert_allclose(a, b)", "%time\nfor x in y:\n    assert x"]
)
def test_a_silent_cell_may_assert(course, code):
    assert course(code=code, outputs=[]) == []


def test_a_table_and_an_expected_error_are_shown(course):
    table = {"text/plain": ["a b"], "text/html": ["<table>"]}
    assert course(outputs=[{"output_type": "display_data", "data": table}]) == []
    assert course(outputs=[{"output_type": "error", "ename": "ValueError"}]) == []


# --- what is a fault -------------------------------------------------------------------------

PICTURE = [{"output_type": "display_data", "data": {"image/png": "x", "text/plain": "<Figure>"}}]
FAULTS = {
    "the page does not say it": ({"says": 'says = "Every line."'}, "stands 0 times in a.ipynb"),
    "the page says it twice": ({"says": 'says = "a"'}, "times in a.ipynb, not once"),
    "the words are in an output": ({"says": 'says = "0.25"'}, "stands 0 times"),
    "the words are in the code": ({"says": 'says = "print(x)"'}, "stands 0 times"),
    "half a formula": ({"says": 'says = "See $x"'}, "no half of a formula"),
    "half a bold word": ({"says": 'says = "and **y"'}, "no half of a formula or of a bold word"),
    "nothing is said": ({"says": 'says = ""'}, "is empty"),
    "no such page": ({"name": "b"}, "tests/claims/b.toml: the book has no page 'b'"),
    "no check": ({"check": ""}, "has 'says'; wanted: 'says' and either 'cell' or 'test'"),
    "two checks": ({"check": 'cell = "c1"\ntest = "t"'}, "has 'says', 'cell', 'test'; wanted"),
    "no such cell": ({"check": 'cell = "c2"'}, "'c2', which a.ipynb does not have"),
    "no such notebook": ({"check": 'cell = "b#c1"'}, "names the cell 'b#c1', but no notebook"),
    "a cell of text": ({"check": 'cell = "m1"'}, "'m1', which holds no code"),
    "a cell that shows nothing": ({"outputs": []}, "prints nothing that is compared, nor asserts"),
    "a cell that only draws": ({"outputs": PICTURE}, "prints nothing that is compared"),
    "a cell that no test compares": (
        {"tags": ["nbval-ignore-output"]},
        "prints nothing that is compared",
    ),
    "an assertion in a comment": (
        {"code": "x = 1  # assert x", "outputs": []},
        "prints nothing that is compared",
    ),
    "no such file": ({"check": 'test = "tests/test_b.py::test_it"'}, "whose file does not exist"),
    "a file that pytest does not collect": (
        {"check": 'test = "tests/claims/a.toml::test_it"'},
        "whose file does not exist",
    ),
    "no such test": (
        {"check": 'test = "tests/test_a.py::test_b"'},
        "'tests/test_a.py::test_b', which tests/test_a.py does not have",
    ),
    "a helper": ({"check": 'test = "tests/test_a.py::helper"'}, "tests/test_a.py does not have"),
    "listed twice": (
        {"check": f'cell = "c1"\n[[claim]]\n{SAYS}\ncell = "c1"'},
        "“No line parts these corners.” is listed twice",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found(course, name):
    changed, message = FAULTS[name]
    [fault] = course(**changed)
    assert message in fault


def test_sentences_that_sound_general_and_are_not_listed_are_told(course, tmp_path, capsys):
    course(says='says = "A net never forgets."', check='cell = "a#c1"', name="words")
    claims.main(["a", "words"], tmp_path)
    told = capsys.readouterr().out
    assert "No line parts these corners." in told
    assert "forgets" not in told
