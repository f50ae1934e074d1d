"""Every labelled equation has code that cites it and a test that checks it; no label dangles."""

import json

import course_text
import equations
import pytest

CHAPTER = "# A chapter\n\n$$ z = w x $$ (eq-a-z)\n\nSo {eq}`eq-a-z` holds."
LIBRARY = '''
class Neuron:
    def forward(self):
        """Compute eq-a-z."""
'''
CHECKS = """
import pytest

@pytest.mark.equation("eq-a-z")
def test_z():
    pass
"""


@pytest.fixture
def course(tmp_path):
    """Return a function that writes a small course with one file changed and tells its problems."""

    def build(chapter=CHAPTER, library=LIBRARY, checks=CHECKS, code="x = 1", page=""):
        cells = [("markdown", chapter), ("code", code)]
        notebook = {"cells": [{"cell_type": kind, "source": [text]} for kind, text in cells]}
        files = {
            "chapters/a.ipynb": json.dumps(notebook),
            "nnlib/neuron.py": library,
            "tests/deep/test_a.py": checks,
            "notation.md": page,
        }
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return list(equations.problems(equations.collect(tmp_path)))

    return build


# --- the course itself -----------------------------------------------------------------------


def test_every_equation_of_the_course_is_cited_and_checked():
    registry = equations.collect()
    found = list(equations.problems(registry))
    assert not found, "\n".join(["", *found])
    assert registry.equations, "no labelled equation was found in chapters/ or on any page"


# --- what is found ---------------------------------------------------------------------------


def test_a_complete_course_has_no_problem(course):
    assert course() == []


def test_collect_tells_label_page_formula_code_and_check(course, tmp_path):
    course(code="# eq-a-z\nz = 1")
    (equation,) = equations.collect(tmp_path).equations
    assert equation == equations.Equation(
        label="eq-a-z",
        page="chapters/a",
        place="chapters/a.ipynb, cell 1",
        latex="z = w x",
        citations=["chapters/a.ipynb, cell 2", "nnlib/neuron.py::Neuron.forward"],
        checks=["tests/deep/test_a.py::test_z"],
    )


@pytest.mark.parametrize(
    "chapter",
    [
        "```{admonition} Title\n$$ z $$ (eq-a-z)\n```",
        ":::{note}\n\n$$ z $$ (eq-a-z)\n\n:::",
        "````{note}\n```{tip}\n$$ z $$ (eq-a-z)\n```\n````",
        "- item\n\n  $$ z $$ (eq-a-z)",
        "$$\n\\begin{aligned} z &= 1 \\\\ &= 2 \\end{aligned}\n$$ (eq-a-z)",
        "```{math}\n:label: eq-a-z\nz = 1\n```",
    ],
)
def test_equations_are_found_wherever_they_stand(course, tmp_path, chapter):
    assert course(chapter=chapter) == []
    assert len(equations.collect(tmp_path).equations) == 1


@pytest.mark.parametrize(
    "page", ["```\n$$ z $$ (eq-b)\n```", "```{code-block}\n$$ z $$ (eq-b)\n```", "`` {eq}`eq-b` ``"]
)
def test_examples_of_markdown_are_not_equations(course, page):
    assert course(page=page) == []


@pytest.mark.parametrize(
    "library", ['"""Compute eq-a-z."""', "z = 1  # eq-a-z", "async def f():\n    '''eq-a-z.'''"]
)
def test_docstrings_and_comments_cite(course, library):
    assert course(library=library) == []


def test_a_word_that_ends_in_eq_is_no_citation(course):
    assert course(library=LIBRARY + "# from seq-one to seq-two") == []


def test_a_cell_with_a_line_for_ipython_is_read(course):
    assert course(library="", code="%matplotlib inline\n!ls\nz = 1  # eq-a-z") == []


@pytest.mark.parametrize(
    "checks",
    [
        'class TestZ:\n    @mark.equation("eq-a-z")\n    def test_z(self): pass',
        '@pytest.mark.parametrize("n", [pytest.param(1, marks=pytest.mark.equation("eq-a-z"))])\n'
        "def test_z(n): pass",
    ],
)
def test_marks_are_found_on_methods_and_parameters(course, checks):
    assert course(checks=checks) == []


# --- what is a problem -----------------------------------------------------------------------


FAULTS = {
    "a label is used twice": (
        {"page": "$$ b $$ (eq-a-z)"},
        "chapters/a.ipynb, cell 1: label eq-a-z is taken already, in notation.md",
    ),
    "a label breaks the form": (
        {"page": "$$ b $$ (eq-B)"},
        "notation.md: label 'eq-B' should look like eq-neuron-z",
    ),
    "a label breaks the form at its end": (
        {"page": "$$ b $$ (eq-b_c)"},
        "notation.md: label 'eq-b_c' should look like eq-neuron-z",
    ),
    "a label lacks its prefix": (
        {"page": "$$ b $$ (b)"},
        "notation.md: label 'b' should look like eq-neuron-z",
    ),
    "a formula is not a paragraph": (
        {"page": "Text\n$$ b $$ (eq-b)"},
        "notation.md: the formula of eq-b needs an empty line before its $$",
    ),
    "no code cites": (
        {"library": ""},
        "chapters/a.ipynb, cell 1: no docstring or comment of nnlib or of a chapter's code cites "
        "eq-a-z",
    ),
    "a string is no citation": (
        {"library": 'z = "eq-a-z"'},
        "chapters/a.ipynb, cell 1: no docstring or comment of nnlib or of a chapter's code cites "
        "eq-a-z",
    ),
    "a longer label is no citation": (
        {"library": "# eq-a-z-2"},
        "chapters/a.ipynb, cell 1: no docstring or comment of nnlib or of a chapter's code cites "
        "eq-a-z",
    ),
    "no test checks": (
        {"checks": ""},
        'chapters/a.ipynb, cell 1: no test in tests/ is marked @pytest.mark.equation("eq-a-z")',
    ),
    "the mark is on a helper": (
        {"checks": CHECKS.replace("test_z", "helper")},
        "tests/deep/test_a.py, line 4: mark of ['eq-a-z'] is not on a test function",
    ),
    "the mark is on a class": (
        {"checks": '@pytest.mark.equation("eq-a-z")\nclass TestZ:\n    def test_z(self): pass'},
        "tests/deep/test_a.py, line 1: mark of ['eq-a-z'] is not on a test function",
    ),
    "the test is inside another": (
        {"checks": 'def f():\n    @pytest.mark.equation("eq-a-z")\n    def test_z(): pass'},
        "tests/deep/test_a.py, line 2: mark of ['eq-a-z'] is not on a test function",
    ),
    "the mark holds a variable": (
        {"checks": CHECKS.replace('"eq-a-z"', "LABEL")},
        "tests/deep/test_a.py, line 4: mark names no label as plain text",
    ),
    "the mark is empty": (
        {"checks": CHECKS.replace('"eq-a-z"', "")},
        "tests/deep/test_a.py, line 4: mark names no label as plain text",
    ),
    "nnlib cites what is not there": (
        {"library": LIBRARY + "# eq-b"},
        "nnlib/neuron.py: eq-b is cited, but no equation has this label",
    ),
    "a chapter's code cites what is not there": (
        {"code": "def f():\n    x = 1  # eq-B-z"},
        "chapters/a.ipynb, cell 2::f: eq-B-z is cited, but no equation has this label",
    ),
    "a test checks what is not there": (
        {"checks": CHECKS.replace('"eq-a-z"', '"eq-a-z", "eq-b"')},
        "tests/deep/test_a.py::test_z: eq-b is cited, but no equation has this label",
    ),
    "a test's comment cites what is not there": (
        {"checks": CHECKS.replace("pass", "pass  # as eq-b says")},
        "tests/deep/test_a.py::test_z: eq-b is cited, but no equation has this label",
    ),
    "a page refers to what is not there": (
        {"page": "See {eq}`eq-b`."},
        "notation.md: eq-b is cited, but no equation has this label",
    ),
    "a page refers with words to what is not there": (
        {"page": "See {eq}`the slope <eq-b>`."},
        "notation.md: eq-b is cited, but no equation has this label",
    ),
    "an admonition refers to what is not there": (
        {"page": "```{note}\n| a |\n|---|\n| {eq}`eq-b` |\n```"},
        "notation.md: eq-b is cited, but no equation has this label",
    ),
    "a cell is not Python": (
        {"code": "x = = 1"},
        "chapters/a.ipynb, cell 2: not Python, line 1: invalid syntax",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_and_placed(course, name):
    changed, message = FAULTS[name]
    assert message in course(**changed)


def test_the_page_of_an_earlier_build_is_not_read(course, tmp_path):
    (tmp_path / course_text.PAGE_OF_CHECKS).write_text("{eq}`eq-gone`")
    assert course() == []
