"""What a page's Python says of an answer: page/static/engine.py, which any Python can run."""

import importlib.util
import json
import re

import pytest
from browsing import ROOT

from nnlib import checks
from nnlib.checks import EXERCISES, memory, texts, verdict

NAME = "neuron.tanh-delta"
RIGHT = "def tanh_delta(z, y):\n    return 2 * (np.tanh(z) - y) / np.cosh(z) ** 2"
CASE = "from nnlib.checks import case\nprint(case('neuron.tanh-delta', 0)[0][0])\n"


@pytest.fixture(scope="module")
def engine():
    """The module as a worker loads it; what it sets for its worker alone is taken back."""
    spec = importlib.util.spec_from_file_location("engine", ROOT / "page/static/engine.py")
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MPLBACKEND", "agg")
        patch.setenv("NNLIB_SEED", "0")
        patch.setattr(verdict, "known", {})
        spec.loader.exec_module(module)
        yield module


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (
            "def delta(z, y):\n    return z",
            "name `tanh_delta`, and there is none. Your code has `delta`",
        ),
        ("np = np.tanh", "Your code has `np`"),
        ("_ = 1", "name `tanh_delta`, and there is none."),
        ("import unheard_of", "Python has NumPy, Matplotlib and nnlib, and no other"),
        ("def f():\n\ta = 1\n    return a", "a tab is not a space"),
        ("def f(:\n  pass", "line 1: def f(:"),
    ],
)
def test_what_stops_an_answer_is_told_with_what_to_do(engine, source, said):
    result = json.loads(engine.check(NAME, source))
    assert said in result["message"]
    assert result["diagnosis"] == "stopped"
    assert result["message"].endswith((".", "?", "\n"))


@pytest.mark.parametrize("source", ["", "\n  \n"])
def test_an_empty_answer_is_not_started(engine, source):
    assert json.loads(engine.check(NAME, source))["diagnosis"] == "not-started"


def test_what_a_function_prints_is_shown_for_the_case_that_it_stops_in(engine):
    prints = "def tanh_delta(z, y):\n    print('z', np.shape(z))\n    return "
    first, *others = EXERCISES[NAME].cases_for(0)
    prose, text = json.loads(engine.check(NAME, f"{prints}z"))["printed"]
    assert prose == {"prose": f"In the case “{first.name}”:"}
    assert text == {"text": f"z {first.args[0].shape}\n"}
    stops = next(case for case in others if case.args[0].shape != first.args[0].shape)
    wrong = f"{prints}z if np.shape(z) == {first.args[0].shape} else 1 / 0"
    said = json.loads(engine.check(NAME, wrong))["printed"]
    assert said[1] == {"text": f"z {stops.args[0].shape}\n"}
    endless = "def tanh_delta(z, y):\n    for i in range(9_000): print(i)\n    return z"
    assert "cut here" in json.loads(engine.check(NAME, endless))["printed"][1]["text"]


def test_the_cases_that_a_reader_can_ask_for_are_those_of_the_round(engine):
    shown = [
        json.loads(engine.check(NAME, CASE + RIGHT, seed))["printed"][0]["text"] for seed in (0, 1)
    ]
    assert shown[0] != shown[1]
    for seed, text in enumerate(shown):
        first = EXERCISES[NAME].cases_for(seed)[0].args[0]
        assert float(text) == pytest.approx(float(first[0]))


def test_a_round_is_judged_by_its_own_numbers(engine):
    exercise = EXERCISES["neuron.paper-step"]
    solution = texts.marked_solution(exercise.room)
    assert json.loads(engine.check(exercise.id, solution))["passed"]
    for number, this in enumerate(exercise.rounds, 1):
        assert not json.loads(engine.check(exercise.id, solution, number))["passed"]
        assert json.loads(engine.check(exercise.id, this.swapped(solution), number))["passed"]


def test_a_page_and_a_notebook_count_the_same_checks_as_failed():
    store = (ROOT / "page/static/store.js").read_text("utf-8")
    listed = re.search(r"onTheWay = (\[.*?\])", store)[1]
    assert set(json.loads(listed)) == memory.ON_THE_WAY
    exercise = EXERCISES["mlp.two-loss-curves"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory, "load", dict)
        patch.setattr(memory, "save", lambda _: True)
        for diagnosis in ("no-guess", "unfinished", "guessed", "partly-wrong"):
            result = checks.Result(False, 0.0, "", diagnosis)
            assert memory.record(exercise, result)["failed"] == (diagnosis == "partly-wrong")


def test_prose_is_told_from_lines_of_output(engine):
    source = """from IPython.display import display
display({"text/plain": "Figure. $x$", "text/markdown": "**Figure.** $x$"})
display({"text/plain": "So $a$.", "text/html": "So a."})
display({"text/plain": "1 2", "text/html": "<table>"})
print("$HOME$")"""
    shown = json.loads(engine.run(json.dumps([{"name": "a", "source": source}])))["cells"][0]
    assert shown == {
        "name": "a",
        "outputs": [{"prose": "Figure. $x$"}, {"prose": "So $a$."}, {"text": "1 2\n$HOME$\n"}],
        "error": "",
    }
