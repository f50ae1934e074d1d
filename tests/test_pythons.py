"""Other Pythons and other systems, as far as one Linux machine can tell."""

import importlib.metadata
import os
import re
import subprocess
import sys
import tomllib

import newest_python
import patient_run
import pytest
import renewal
import yaml
from built_book import ROOT, report
from packaging.specifiers import SpecifierSet
from patience import patience

import exercises

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
WORKFLOWS = {
    path.stem: yaml.safe_load(path.read_text("utf-8"))
    for path in (ROOT / ".github" / "workflows").glob("*.yml")
}
ONLY_FOR_THE_BENCH = {"jax", "jaxlib", "ml-dtypes", "opt-einsum"}  # peers, not dependencies
PINS = renewal.pins(renewal.PINS.read_text("utf-8"))


# Which Pythons -----------------------------------------------------------------------------------


def test_every_pin_can_be_installed_on_every_python_that_is_supported():
    """Debian 12 has 3.11.2; the first release of a version is the one that least is made for."""
    here = {renewal.plain(dist.name) for dist in importlib.metadata.distributions()}
    missing = {name for name in PINS if renewal.plain(name) not in here}
    assert missing <= renewal.ELSEWHERE | ONLY_FOR_THE_BENCH
    refusing = []
    for name in sorted(set(PINS) - missing):
        wanted = SpecifierSet(importlib.metadata.metadata(name).get("Requires-Python", ""))
        refusing += [
            f"{name} needs Python {wanted}, and 3.{minor}.0 is supported"
            for minor in newest_python.supported()
            if f"3.{minor}.0" not in wanted
        ]
    assert refusing == []


def test_the_oldest_supported_python_is_the_one_that_is_asked_for():
    assert PROJECT["requires-python"] == f">=3.{newest_python.supported()[0]}"
    assert f"sys.version_info < (3, {newest_python.supported()[0]})" in (
        ROOT / "Makefile"
    ).read_text("utf-8")


def test_the_workflow_tries_every_supported_python_and_three_systems():
    matrix = WORKFLOWS["test"]["jobs"]["elsewhere"]["strategy"]["matrix"]
    supported = [f"3.{minor}" for minor in newest_python.supported()]
    assert {matrix["python"][0], matrix["python"][-1]} == {supported[0], supported[-1]}
    more = [row["python"] for row in matrix["include"]]
    assert sorted({*matrix["python"], *more}) == supported
    assert {name.partition("-")[0] for name in matrix["os"]} == {"ubuntu", "windows", "macos"}


@pytest.fixture
def pythons(tmp_path, monkeypatch):
    """Return a function that makes an interpreter that says it is of some version."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    def make(place, says):
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{says}\n")
        path.chmod(0o755)
        return str(path)

    return make


def test_the_newest_python_is_found_and_one_that_does_not_run_is_passed_over(pythons, tmp_path):
    pythons("bin/python3.14", "exit 127")  # pyenv leaves such a file for a version not chosen
    here = pythons("bin/python3.12", "echo 3 12")
    assert newest_python.newest([12, 13, 14], tmp_path) == (here, 12)
    of_pyenv = pythons(".pyenv/versions/3.13.2/bin/python", "echo 3 13")
    assert newest_python.newest([12, 13, 14], tmp_path) == (of_pyenv, 13)
    of_uv = pythons("uvs/python", "echo 3 14")
    pythons("bin/uv", f"echo {of_uv}")
    assert newest_python.newest([12, 13, 14], tmp_path) == (of_uv, 14)
    assert newest_python.newest([15], tmp_path) == (None, None)


# Other systems -----------------------------------------------------------------------------------

READERS = [*(ROOT / "nnlib").rglob("*.py"), *(ROOT / "tools").glob("*.py")]
UNIX = re.compile(
    r'"/(?:tmp|dev|proc|etc|usr|bin|var)\b|'
    r"^\s*(?:import|from) (?:fcntl|grp|posix|pty|pwd|resource|termios)\b|"
    r"\bos\.(?:fork|getuid|geteuid|killpg|mkfifo)\b",
    re.M,
)
# Guarded in one place: what happens where it is missing is tested below and in test_setting_up.py.
GUARDED = {
    "install.py": {"import fcntl"},
    "patient_run.py": {'"/tmp'},
    "mark_book.py": {"import fcntl"},
}
# The kernels of `make mark` that are forked and confined, on Linux alone: mark_kernels.py asks.
LINUX = {"mark_nursery.py", "mark_confine.py", "mark_kernels.py"}


def test_nothing_that_readers_run_needs_what_only_unix_has():
    found = []
    for path in READERS:
        if path.name in LINUX:
            continue
        words = [word.strip() for word in UNIX.findall(path.read_text("utf-8"))]
        for word in GUARDED.get(path.name, set()) & set(words):
            words.remove(word)
        found += [f"{path.relative_to(ROOT)}: {word}" for word in words]
    report(found)


def test_a_folder_on_another_drive_has_a_name(monkeypatch):
    def refuse(*_):
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr(os.path, "relpath", refuse)
    assert exercises.shown(ROOT / "work") == (ROOT / "work").as_posix()


def test_marking_works_where_there_is_no_tmp():
    code = (
        "import os; os.path.isdir = lambda _: False; import patient_run; print(patient_run.SHORT)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT / "tools", check=True, capture_output=True, text=True, timeout=patience(60),
    )  # fmt: skip
    assert done.stdout == "None\n"
    assert patient_run.SHORT == "/tmp"


WITHOUT = """
import os, signal, sys
for name in ("fcntl", "grp", "pwd", "resource", "termios"):
    sys.modules[name] = None
for name in ("setitimer", "SIGALRM", "ITIMER_REAL"):
    delattr(signal, name)
from nnlib.checks import check, hint
check("neuron.paper-step", lambda: None)
check("neuron.batch-gradient", lambda *args: 0.0)
hint("neuron.batch-gradient")
import runpy
script, into = sys.argv[1:]
sys.argv = [script, "--into", into]
runpy.run_path(script, run_name="__main__")
"""


@pytest.mark.parametrize(
    "speaks",
    [{"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONIOENCODING": "cp1252"}, {"PYTHONUTF8": "1"}],
    ids=["cp1252", "UTF-8"],
)
def test_practising_works_without_what_only_unix_has(speaks, tmp_path):
    outside = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "NNLIB", "LC_"))}
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT,
         ROOT / "tools" / "exercises.py", tmp_path / "Übungen"],
        cwd=tmp_path, env=outside | speaks | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tools'}"},
        check=False, capture_output=True, timeout=patience(60),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode("cp1252", "replace")
    assert b"The loss alone came back" in done.stdout
    assert (tmp_path / "Übungen" / "neuron.ipynb").is_file()


def test_every_file_is_opened_in_an_encoding_that_is_named():
    """Windows' own is another; ruff has a rule, which it calls a preview."""
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--preview", "--select", "PLW1514", "--quiet", "."],
        cwd=ROOT, check=False, capture_output=True, text=True, timeout=patience(60),
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "")


# Renewals ----------------------------------------------------------------------------------------

BEFORE = "# Why.\nalpha==1.2\nBeta_two==3.0\ngone==1\nnodejs-wheel==24.1\n"


def test_a_renewal_says_what_changed_the_gravest_first():
    after = {"alpha": "2.0", "beta-two": "3.1", "fresh": "0.1"}
    assert [line for line in renewal.changes(renewal.pins(BEFORE), after) if line] == [
        "**first number** (1)", "- alpha 1.2 → 2.0",
        "**later numbers** (1)", "- beta-two 3.0 → 3.1",
        "**new** (1)", "- fresh 0.1", "**no longer installed** (1)", "- gone 1",
    ]  # fmt: skip
    assert list(renewal.changes(renewal.pins(BEFORE), renewal.pins(BEFORE))) == []


def test_loosened_and_pinned_again_the_file_says_why_and_what():
    assert renewal.loosen(BEFORE) == "# Why.\n"
    written = renewal.pinned(BEFORE, {"alpha": "2.0", "Beta_two": "3.1"})
    assert written == "# Why.\nalpha==2.0\nBeta_two==3.1\nnodejs-wheel==24.1\n"


def test_what_is_installed_has_no_part_of_an_address_in_its_version():
    assert not [v for v in renewal.installed().values() if not re.fullmatch(r"[\w.]+", v)]


def test_the_workflows_run_what_there_is():
    text = "\n".join(
        step.get("run", "")
        for workflow in WORKFLOWS.values()
        for job in workflow["jobs"].values()
        for step in job["steps"]
    )
    targets = set(
        re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.M)[1].split()
    )
    assert set(re.findall(r"^make ([\w-]+)", text, re.M)) <= targets
    files = set(re.findall(r"(?:tools|tests|chapters|exercises)/[\w/]+(?:\.py|\.ipynb)?", text))
    assert [name for name in sorted(files) if not (ROOT / name).exists()] == []
    asked = {word for line in re.findall(r"renewal\.py (\w+)", text) for word in line.split()}
    assert asked == {"loosen", "changes"}


def test_a_monthly_run_opens_an_issue_where_it_fails():
    renew = WORKFLOWS["renew"]
    assert re.fullmatch(r"\d+ \d+ \d+ \* \*", renew[True]["schedule"][0]["cron"])  # YAML's "on"
    assert renew["permissions"]["issues"] == "write"
    steps = renew["jobs"]["renew"]["steps"]
    last = steps[-1]
    assert "failure()" in last["if"]
    assert "gh issue create" in last["run"]
