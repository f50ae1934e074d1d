"""What workers are handed: pieces that share nothing, the longest first, and no test left out."""

import pytest
from built_book import ROOT

scheduling = pytest.importorskip("scheduling")


def piece(nodeid):
    scheduler = scheduling.ByPiece.__new__(scheduling.ByPiece)
    return scheduler._split_scope(nodeid)


def test_the_exercises_of_a_chapter_are_one_piece_and_other_files_are_whole():
    exercises = "tests/nnlib/test_exercises.py"
    assert piece(f"{exercises}::test_a[neuron.two-bugs]") == f"{exercises}::neuron"
    assert piece(f"{exercises}::test_a[mlp.spiral: no-bias]") == f"{exercises}::mlp"
    assert piece(f"{exercises}::test_a[mlp]") == exercises
    assert piece("tests/test_grading.py::test_a[rnn.bptt]") == "tests/test_grading.py::rnn"
    assert piece("tests/test_browser.py::test_a[neuron.two-bugs]") == "tests/test_browser.py"
    assert piece("chapters/neuron.ipynb::Cell 3") == "chapters/neuron.ipynb"


def test_what_takes_longest_comes_first_and_what_is_listed_is_there():
    places = [scheduling.place(f"{name}::test") for name in scheduling.LONGEST]
    assert places == sorted(places)
    assert scheduling.place("tests/test_house.py::test") > max(places)
    missing = [name for name in scheduling.LONGEST if not list(ROOT.glob(f"{name}*"))]
    assert missing == []
