"""What `check` says in a terminal that lacks letters, and where nothing of it would be kept."""

import os
import subprocess
import sys
import types
from pathlib import Path

import pytest

from nnlib.checks import EXERCISES, check, memory, solution_of
from nnlib.checks.show import MARKS
from nnlib.checks.terminal import readable

ROOT = Path(__file__).parents[2]
NAME = "neuron.tanh-delta"
SCRIPT = """
import numpy as np
from nnlib.checks import check, hint, progress, solution
check("neuron.tanh-delta", lambda z, y: z)
check("neuron.tanh-delta", lambda z, y: 2 * (np.tanh(z) - y) / np.cosh(z) ** 2)
check("neuron.tanh-delta", lambda z, y: 1 / 0)
hint("neuron.tanh-delta")
hint("neuron.tanh-delta", 3)
solution("neuron.tanh-delta", now=True)
progress()
"""
LACKING = ["cp1252", "latin-1", "ascii", "cp437", "cp850", "cp1251", "koi8-r", "shift_jis"]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(memory, "session", {})
    monkeypatch.setattr(memory, "lost", {})
    monkeypatch.delenv("NNLIB_PROGRESS", raising=False)


@pytest.mark.parametrize("encoding", [*LACKING, "utf-8"])
def test_a_script_says_all_in_any_encoding(encoding, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], cwd=tmp_path, check=False, capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    said = done.stdout.decode(encoding)
    assert "Right." in said
    assert "1 of" in said
    if encoding == "utf-8":
        assert "✓ Right." in said
        assert "✗" in said
    elif encoding != "shift_jis":  # which has some of the signs
        assert "+ Right." in said
        assert "\nx " in f"\n{said}"


@pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda e: e.id)
def test_every_message_has_plain_words(exercise):
    """A question mark would stand for a sign that nobody gave a word for."""
    said = [*exercise.hints, exercise.why, solution_of(exercise), EXERCISES.title(exercise.id)]
    said += [wrong.message for wrong in exercise.wrongs]
    for text in filter(None, said):
        plain = readable(text, "ascii")
        assert plain.isascii()
        assert plain.count("?") == text.count("?"), plain


def test_the_four_states_stay_apart():
    signs = [readable(sign, "ascii") for sign, _ in MARKS.values()]
    assert len(set(signs)) == len(signs)
    assert "?" not in "".join(signs)


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        ("δ⁽²⁾ = Wᵀδ₂", "ascii", "delta^(2) = W^Tdelta_2"),
        ("Σ Δ − … é ½", "ascii", "Sigma Delta - ... e 1/2"),
        ("é ½ …", "cp1252", "é ½ …"),
        ("✓ \ud800", "utf-8", "✓ ?"),  # half a character, as a learner's own text may hold
        ("✓", None, "✓"),
        ("✓", "no-such-encoding", "✓"),
        ("中", "ascii", "?"),
    ],
)
def test_what_an_encoding_lacks_becomes_words(text, encoding, expected):
    assert readable(text, encoding) == expected


# Progress that is not kept ------------------------------------------------------------------------


def right(z, y):
    return EXERCISES[NAME].right(z, y)


def remarks(capsys):
    """Check twice; return how often it is said that nothing is kept, and what."""
    check(NAME, right)
    check(NAME, right)
    lines = capsys.readouterr().out.splitlines()
    return [line for line in lines if "known until Python ends" in line]


def test_a_folder_that_cannot_be_written_is_told_once(monkeypatch, capsys):
    def refuse(*_, **__):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(memory.Path, "write_text", refuse)
    (said,) = remarks(capsys)
    assert "progress.json could not be written (Read-only file system)" in said
    assert memory.load()[NAME]["passed"]


@pytest.mark.parametrize("storage", ["none", "full", "forbidden"])
def test_a_page_that_keeps_nothing_is_told_once(storage, monkeypatch, capsys):
    """As where the browser refuses, or has no room; JupyterLite's own disk is not there."""

    def refuse(*_):
        raise RuntimeError("QuotaExceededError")

    class Forbidden(types.ModuleType):
        def __getattr__(self, name):
            raise RuntimeError("SecurityError")

    page = {
        "none": types.SimpleNamespace(),
        "full": types.SimpleNamespace(
            localStorage=types.SimpleNamespace(getItem=lambda _: None, setItem=refuse)
        ),
        "forbidden": Forbidden("js"),
    }[storage]
    monkeypatch.setitem(sys.modules, "js", page)
    monkeypatch.setattr(memory.sys, "platform", "emscripten")
    (said,) = remarks(capsys)
    assert "this browser keeps nothing" in said
    assert memory.load()[NAME]["passed"]
    assert not list(Path().iterdir())


def test_who_asked_for_it_or_has_it_kept_is_told_nothing(monkeypatch, capsys):
    assert remarks(capsys) == []
    monkeypatch.setenv("NNLIB_PROGRESS", "session")
    assert remarks(capsys) == []
