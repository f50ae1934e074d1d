"""The page "Equations and their checks" shows each equation and claim with its check."""

import json

import checks_page
import pytest
from course_text import PAGE_OF_CHECKS

CHAPTER = "# A chapter\n\n$$ z = w x $$ (eq-a-z)\n\n## A part, and more\n\nNo line parts them."
CHECKS = """
import pytest

@pytest.mark.equation("eq-a-z")
def test_z_is_a_product():
    pass
"""
CLAIMS = """
[[claim]]
says = "No line parts them."
cell = "c1"
"""


@pytest.fixture
def course(tmp_path):
    """Write a small course and return its folder."""
    cells = [
        {"id": "m1", "cell_type": "markdown", "source": [CHAPTER]},
        {"id": "c1", "cell_type": "code", "source": ["assert z  # eq-a-z"], "outputs": []},
    ]
    files = {
        "chapters/a.ipynb": json.dumps({"cells": cells}),
        "nnlib/neuron.py": 'class Neuron:\n    """Compute eq-a-z."""',
        "tests/deep/test_a.py": CHECKS,
        "tests/claims/a.toml": CLAIMS,
        "notation.md": "# Notation\n\nA line never turns.\n\n$$ b $$ (eq-notation-b)",
        "tests/claims/notation.toml": CLAIMS.replace("No line parts them", "A line never turns")
        .replace("cell", "test")
        .replace("c1", "tests/deep/test_a.py::test_z_is_a_product"),
        "_toc.yml": "root: intro\nchapters:\n- file: chapters/a\n- file: notation",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_the_page_lists_equations_in_the_order_of_the_book(course):
    page = checks_page.as_page(course)
    assert page.partition("\n## ")[2].partition("(claims")[0] == (
        "A chapter\n\n**$z$** {eq}`eq-a-z`\n\n$$\nz = w x\n$$\n\n"
        "- Code: [A part, and more](chapters/a.ipynb#a-part-and-more); `Neuron` in "
        "`nnlib/neuron.py`\n"
        "- Check: z is a product, `tests/deep/test_a.py`\n\n"
        "## Notation\n\n**$b$** {eq}`eq-notation-b`\n\n$$\nb\n$$\n\n- Code: none\n- Check: none\n\n"
    )


def test_the_page_lists_claims_in_the_order_of_the_book(course):
    page = checks_page.as_page(course)
    assert page.partition("(claims")[2].partition("###")[2] == (
        " A chapter\n\n- “No line parts them.”<br>Code: "
        "[A part, and more](chapters/a.ipynb#a-part-and-more)\n\n"
        "### Notation\n\n- “A line never turns.”<br>Test: z is a product, "
        "`tests/deep/test_a.py`\n"
    )


def test_without_claims_the_page_has_no_part_for_them(course):
    for path in (course / "tests" / "claims").iterdir():
        path.unlink()
    assert "laims" not in checks_page.as_page(course)


@pytest.mark.parametrize(
    ("label", "title"),
    [
        ("eq-neuron-chain-rule", "Chain rule"),
        ("eq-mlp-delta-hidden", "δ hidden"),
        ("eq-rnn-h", "$h$"),
    ],
)
def test_a_label_is_shown_as_words(label, title):
    assert checks_page.plain_title(label) == title


def test_the_page_is_written_only_when_it_changes(course):
    checks_page.main(course)
    page = course / PAGE_OF_CHECKS
    assert "eq-a-z" in page.read_text()
    page.chmod(0o444)
    before = page.stat().st_mtime_ns
    checks_page.main(course)
    assert page.stat().st_mtime_ns == before
