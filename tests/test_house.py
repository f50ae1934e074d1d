"""The project's own files: commands, pinned versions, and nothing that ties it to one machine."""

import doctest
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
# Put together here, so that this file does not hold what it looks for.
LOCAL_PATH = re.compile(
    r"(?<![\w.:/-])/(?:" + "|".join(("home", "root", "tmp", "Users", "work")) + r")/\w"
)
INDEX_ADDRESS = re.compile(
    "|".join(("index" + "-url", "find" + "-links", "registry" + r"\.npmjs", r"pypi\." + "org"))
)


def run(*command, cwd=ROOT):
    return subprocess.run(
        command, cwd=cwd, env=ENVIRONMENT, check=False, capture_output=True, text=True
    )


def tracked_files():
    listed = run("git", "ls-files", "--cached", "--others", "--exclude-standard")
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def test_help_lists_every_command():
    commands = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split()
    listed = [line.split()[1] for line in run("make").stdout.splitlines()]
    assert sorted(listed) == sorted(commands)


def test_readme_names_the_two_commands():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert "make book" in readme
    assert "make test" in readme


def contents(part):
    """List the notebooks of a part of the table of contents."""
    toc = (ROOT / "_toc.yml").read_text("utf-8")
    return re.findall(
        r"file: (\S+)", re.search(rf"caption: {part}\n(.*?)(?=- caption|\Z)", toc, re.S)[1]
    )


def test_the_guides_name_every_chapter_and_every_page_of_exercises():
    """A new chapter is forgotten in README first, where everybody begins."""
    readme, intro, teachers = (
        (ROOT / name).read_text("utf-8") for name in ("README.md", "intro.md", "for-teachers.md")
    )
    for name in contents("Chapters"):
        first = json.loads((ROOT / f"{name}.ipynb").read_text("utf-8"))["cells"][0]["source"]
        title = "".join(first).splitlines()[0].removeprefix("# ")
        assert f"*{title}*" in re.sub(r"\s+", " ", readme)
        assert f"({name}.ipynb" in intro
        if name != "chapters/errata":
            assert f"`{name.removeprefix('chapters/')}`" in teachers
    assert [name for name in contents("Exercises") if f"({name}.ipynb)" not in intro] == []


def test_the_guides_count_the_sessions_that_there_are():
    teachers = (ROOT / "for-teachers.md").read_text("utf-8")
    counts = [word.lower() for word in re.findall(r"^### (\w+) sessions$", teachers, re.M)]
    assert f"a course of {', '.join(counts[:-1])} or {counts[-1]} sessions" in teachers
    said = ", ".join(f"for {count}" for count in counts[:-1]) + f" and for {counts[-1]} sessions"
    assert said in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("page", ["README.md", "notation.md"])
def test_examples_on_a_page_give_what_they_say(page):
    result = doctest.testfile(str(ROOT / page), module_relative=False)
    assert result.attempted > 0
    assert result.failed == 0


def test_a_second_book_does_nothing():
    left = run("make", "--dry-run", "--old-file=equations.md", "book").stdout.splitlines()
    assert [line for line in left if not line.startswith("echo ")] == [], "run `make book`"


def test_failures_say_what_to_do(tmp_path):
    """An old or incomplete Python, and a Makefile that has not been set up yet."""
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    for script, expected in (
        ("#!/bin/sh\nexit 1\n", "needs Python 3.11 or newer"),
        ('#!/bin/sh\ncase "$2" in *venv*) exit 1;; esac\n', "apt install python3-venv"),
    ):
        python = tmp_path / "python"
        python.write_text(script)
        python.chmod(0o755)
        result = run("make", f"PYTHON={python}", ".venv/.stamp", cwd=tmp_path)
        assert result.returncode != 0
        assert expected in result.stdout


@pytest.mark.parametrize("name", ["constraints.txt", "constraints-oldest.txt"])
def test_every_version_is_pinned(name):
    lines = (ROOT / name).read_text("utf-8").splitlines()
    loose = [s for s in lines if not re.fullmatch(r"#.*|[\w.-]+==[\w.!]+", s)]
    assert loose == []


def test_lock_file_holds_no_addresses():
    text = (ROOT / "package-lock.json").read_text("utf-8")
    assert "resolved" not in text
    assert "http" not in text
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))
    for name, version in (wanted.get("dependencies", {}) | wanted["devDependencies"]).items():
        assert re.fullmatch(r"[\d.]+", version), f"{name} in package.json needs an exact version"


def test_nothing_ties_the_project_to_one_machine():
    problems = []
    for path in tracked_files():
        try:
            lines = path.read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue  # a picture
        for number, line in enumerate(lines, 1):
            if found := LOCAL_PATH.search(line) or INDEX_ADDRESS.search(line):
                problems.append(f"{path.relative_to(ROOT)}:{number}: {found[0]}")
    assert problems == []
