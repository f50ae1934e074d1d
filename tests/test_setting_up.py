"""Setting the course up: on any machine, in a folder of any name, with one command or without make.

What takes a download is not tried here; that each command declares what it needs is.
"""

import os
import re
import shutil
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import install
import pytest
from built_book import ROOT
from patience import patience

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
JOINED = MAKEFILE.replace("\\\n", " ")
CLEAN = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "PIP_", "PYTHON"))}
FOREIGN = {  # what a reader's pip may be told elsewhere
    "USER": "1", "TARGET": "elsewhere", "PREFIX": "elsewhere", "ROOT": "elsewhere", "DRY_RUN": "1",
    "REQUIRE_VIRTUALENV": "1", "NO_BINARY": ":all:", "NO_DEPS": "1", "PRE": "1", "EDITABLE": ".",
    "CONSTRAINT": "nowhere.txt", "REQUIREMENT": "nowhere.txt", "IGNORE_INSTALLED": "1",
    "REQUIRE_HASHES": "1", "PLATFORM": "win32", "PYTHON_VERSION": "2.7", "PYTHON": "nowhere",
    "QUIET": "-3", "FORMAT": "json", "SRC": "elsewhere", "ONLY_BINARY": ":all:",
}  # fmt: skip


LANGUAGES = [
    {"LC_ALL": language} | utf8
    for language in ("C", "C.UTF-8")
    for utf8 in ({}, {"PYTHONUTF8": "0"}, {"PYTHONUTF8": "1"})
]


def run(*command, cwd=ROOT, **environment):
    return subprocess.run(
        [str(part) for part in command], cwd=cwd, env={**CLEAN, **environment}, check=False,
        capture_output=True, text=True, encoding="utf-8", timeout=patience(120),
    )  # fmt: skip


def fresh(target):
    """Copy what is tracked: the tree as somebody gets it."""
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    if listed.returncode:
        pytest.skip("not a git checkout")
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)
    return target


def environment_in(folder, *, pip=False):
    """Make a virtual environment as make does, by name; return its Python."""
    done = run(
        sys.executable, "-m", "venv", *([] if pip else ["--without-pip"]), ".venv", cwd=folder
    )
    assert done.returncode == 0, done.stderr
    return folder / ".venv" / "bin" / "python"


# The way to nnlib ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Kürs", "курс", "two words & 'more'", "50% $HOME"])
def test_nnlib_is_found_in_a_folder_of_any_name(tmp_path, name):
    """Python 3.11 reads the way in the encoding of the terminal, and stops where it cannot."""
    folder = tmp_path / name
    for part in ("tools", "nnlib"):
        (folder / part).mkdir(parents=True)
    shutil.copy(ROOT / "tools" / "install.py", folder / "tools")
    (folder / "nnlib" / "__init__.py").write_text("")
    python = environment_in(folder)
    lead = "import sys; sys.path.insert(0, 'tools'); import install; install.lead_to_nnlib()"
    for speaking in LANGUAGES:
        assert run(python, "-c", lead, cwd=folder, **speaking).returncode == 0
        done = run(python, "-c", "import nnlib", cwd=tmp_path, **speaking)
        assert (done.returncode, done.stderr) == (0, ""), speaking


def test_the_way_leads_to_where_the_folder_is_now(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    (old / "nnlib").mkdir(parents=True)
    (old / "nnlib" / "__init__.py").write_text("")
    python = environment_in(old)
    ask = (
        "import sys, sysconfig, pathlib, install; install.lead_to_nnlib(pathlib.Path(sys.argv[1]))"
    )
    run(python, "-c", ask, old, cwd=ROOT / "tools")
    shutil.copytree(old, new, symlinks=True)
    asked = "import nnlib; print(nnlib.__file__)"
    found = run(new / ".venv" / "bin" / "python", "-c", asked, cwd=tmp_path).stdout.strip()
    assert found == str(new / "nnlib" / "__init__.py")


def test_an_editable_install_leaves_nothing_that_hides_the_folder(tmp_path):
    """Who installs with pip's -e gets a way to the folder, and no half of a library beside it."""
    code = "from hatchling.builders.wheel import WheelBuilder as W; "
    code += f"print(*W({str(ROOT)!r}).build(directory={str(tmp_path)!r}, versions=['editable']))"
    done = run(sys.executable, "-c", code)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        outside = [n for n in wheel.namelist() if ".dist-info/" not in n]
    assert [name for name in outside if not name.endswith(".pth")] == []


# A folder that was moved or copied ----------------------------------------------------------------


@pytest.fixture
def set_up(tmp_path):
    """Return a folder with make's files and an environment that was made there."""
    folder = tmp_path / "the course's folder"
    folder.mkdir()
    (folder / "tools").mkdir()
    for name in ("Makefile", "pyproject.toml", "constraints.txt", "tools/install.py"):
        shutil.copy(ROOT / name, folder / name)
    environment_in(folder)
    for stamp in ("", "-lab", "-lint"):
        (folder / ".venv" / f".stamp{stamp}").touch()
    return folder


@pytest.mark.parametrize("how", ["renamed", "copied", "copied twice"])
def test_a_moved_folder_is_noticed(set_up, how):
    new = set_up.with_name("new name (2)")
    if how == "renamed":
        set_up.rename(new)
    else:
        shutil.copytree(set_up, new, symlinks=True)
    if how == "copied twice":
        set_up = shutil.move(set_up, new.with_name("third"))
    for target in ("lab", "lint", ".venv/.stamp-lab"):
        done = run("make", target, cwd=new)
        assert done.returncode != 0
        assert "moved or copied" in done.stdout
        assert "rm -rf .venv" in done.stdout
    assert run("make", "help", cwd=new).returncode == 0
    assert "moved" not in run("make", "-n", "clean", cwd=new).stdout


def test_a_folder_that_stayed_is_left_alone(set_up):
    link = set_up.with_name("link")
    link.symlink_to(set_up)
    for place in (set_up, link):
        done = run("make", "-n", "lab", cwd=place)
        assert (done.returncode, "moved" in done.stdout) == (0, False), done.stderr
    assert "moved" not in run("make", "-C", link, "-n", "lab", cwd="/").stdout


def test_an_environment_of_another_tool_is_left_alone(set_up):
    """Which does not say where it was made."""
    settings = set_up / ".venv" / "pyvenv.cfg"
    lines = [s for s in settings.read_text("utf-8").splitlines() if not s.startswith("command")]
    settings.write_text("\n".join(lines), encoding="utf-8")
    moved = set_up.rename(set_up.with_name("elsewhere"))
    assert "moved" not in run("make", "-n", "lab", cwd=moved).stdout


def test_make_starts_every_tool_by_way_of_its_python():
    """A program's first line names the folder in which it was made."""
    recipes = "\n".join(line for line in JOINED.splitlines() if line.startswith("\t"))
    started = re.findall(r"(?<!python )\$\((?:BIN|@D/bin)\)/([\w-]+)", recipes)
    assert set(started) == {"python"}


# pip's settings -----------------------------------------------------------------------------------


def test_pip_keeps_where_packages_come_from_and_nothing_else(tmp_path):
    config = tmp_path / "pip.conf"
    config.write_text("[install]\nuser = true\ntarget = x\n[global]\nindex_url = https://a.test/\n")
    mine = {"PIP_INDEX_URL": "https://b.test/simple", "PIP_CERT": "c.pem", "PIP_FIND_LINKS": "a b"}
    kept = install.neutral(
        {**CLEAN, "PIP_CONFIG_FILE": str(config), **mine,
         **{f"PIP_{name}": value for name, value in FOREIGN.items()}}
    )  # fmt: skip
    left = {k: v for k, v in kept.items() if k.startswith("PIP_")}
    assert {k: left.get(k) for k in mine} == mine
    assert left["PIP_CONFIG_FILE"] == os.devnull
    assert not {f"PIP_{name}" for name in FOREIGN} & set(left)
    assert {k: v for k, v in kept.items() if k in CLEAN} == CLEAN


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Return a folder with a project as ours, with one package to install, and its Python."""
    folder = tmp_path_factory.mktemp("small")
    for part in ("tools", "nnlib", "wheels"):
        (folder / part).mkdir()
    shutil.copy(ROOT / "tools" / "install.py", folder / "tools")
    (folder / "nnlib" / "__init__.py").write_text("")
    (folder / "constraints.txt").write_text("toy==1.0\n")
    (folder / "pyproject.toml").write_text(
        textwrap.dedent("""\
        [project]
        name = "nnlib"
        dependencies = []
        [project.optional-dependencies]
        book = ["toy"]
        test = ["nnlib[book]"]
        """)
    )
    with zipfile.ZipFile(folder / "wheels" / "toy-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("toy.py", "")
        wheel.writestr(
            "toy-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: toy\nVersion: 1.0\n"
        )
        wheel.writestr(
            "toy-1.0.dist-info/WHEEL",
            "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        wheel.writestr("toy-1.0.dist-info/RECORD", "toy.py,,\n")
    return folder, environment_in(folder, pip=True)


@pytest.mark.parametrize("name", ["", "USER", "TARGET", "NO_BINARY", "all", "pip.conf"])
def test_nothing_that_a_readers_pip_is_told_keeps_the_course_from_its_folder(small, name, tmp_path):
    folder, python = small
    told = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "wheels", "HOME": str(tmp_path)}
    told |= {f"PIP_{key}": value for key, value in FOREIGN.items() if name in {key, "all"}}
    if name == "pip.conf":
        told["PIP_CONFIG_FILE"] = str(tmp_path / "pip.conf")
        lines = [f"{k.lower().replace('_', '-')} = {v}" for k, v in FOREIGN.items()]
        (tmp_path / "pip.conf").write_text("\n".join(["[install]", *lines, ""]))
    before = run(python, "-m", "pip", "uninstall", "-qq", "-y", "toy", cwd=folder)
    assert before.returncode == 0, before.stderr
    done = run(python, "tools/install.py", "test", cwd=folder, **told)
    assert done.returncode == 0, done.stdout + done.stderr
    asked = "import toy, nnlib; print(toy.__file__)"
    found = run(python, "-c", asked, cwd=tmp_path)
    assert found.stdout.startswith(str(folder / ".venv")), found.stderr
    assert not (folder / "elsewhere").exists()


def test_what_cannot_be_installed_is_named(small):
    folder, python = small
    done = run(python, "tools/install.py", "nothing", cwd=folder)
    assert "extra must be one of book, test; got 'nothing'" in done.stderr
    done = run(python, "tools/install.py", "--package", "no-such-toy", cwd=folder,
               PIP_NO_INDEX="1")  # fmt: skip
    assert done.returncode == 1
    assert "could not install no-such-toy" in done.stderr
    assert "remove " + str(folder / ".venv") in done.stderr


def test_the_machines_own_python_is_left_alone():
    outside = Path(sys.base_prefix) / "bin" / "python3"
    if not outside.exists():
        pytest.skip("this Python was made by another tool")
    done = run(outside, "tools/install.py", "lab")
    assert done.returncode == 2
    assert "python -m venv .venv" in done.stderr


def test_two_installs_at_once_wait_for_each_other(tmp_path):
    """`make -j` starts several, and pip does not stand that."""
    (tmp_path / "notes").write_text("")
    code = textwrap.dedent("""\
        import sys, time
        from pathlib import Path
        import install
        place = Path(sys.argv[1])
        with install.alone(place):
            with (place / "notes").open("a") as notes:
                notes.write("in "); notes.flush(); time.sleep(0.3); notes.write("out ")
        """)
    command = [sys.executable, "-c", code, str(tmp_path)]
    several = [subprocess.Popen(command, cwd=ROOT / "tools") for _ in range(3)]
    assert [process.wait(patience(30)) for process in several] == [0, 0, 0]
    assert (tmp_path / "notes").read_text().split() == ["in", "out"] * 3


# What make passes on, and what it does not --------------------------------------------------------


@pytest.mark.parametrize("target", ["lab", "exercises", "notebooks", "grade-demo", "test"])
def test_a_word_for_the_program_behind_a_command_reaches_it(target):
    assert "--some-word" in run("make", "-n", target, "ARGS=--some-word").stdout


def test_root_is_told_how_to_start_the_lab(set_up, tmp_path):
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)
    for identity, expected in (("0", True), ("1000", False)):
        (tmp_path / "id").write_text(f"#!/bin/sh\necho {identity}\n")
        (tmp_path / "id").chmod(0o755)
        path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
        done = run("make", "lab", f"BIN={tmp_path}", "--old-file=.venv/.stamp-lab", cwd=set_up,
                   PATH=path)  # fmt: skip
        assert done.returncode != 0
        assert ("ARGS=--allow-root" in done.stdout) is expected, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["PYTHONPATH", "PYTHONHOME", "PYTHONSAFEPATH", "PYTHONOPTIMIZE",
                                  "PYTHONWARNINGS", "MPLBACKEND", "NODE_ENV"])  # fmt: skip
def test_a_readers_variable_does_not_reach_the_tools(tmp_path, name):
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "more.mk").write_text("show:\n\t@env\n")
    done = run("make", "-f", "Makefile", "-f", "more.mk", "show", cwd=tmp_path, **{name: "1"})
    seen = dict(line.partition("=")[::2] for line in done.stdout.splitlines())
    assert name not in seen
    assert (seen["PYTHONUTF8"], seen["OMP_NUM_THREADS"]) == ("1", "1")


@pytest.mark.skipif(shutil.which("npm") is None, reason="needs npm")
@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("omit", {"NODE_ENV": "production"}),
        ("omit", {"npm_config_omit": "dev"}),
        ("global", {"npm_config_global": "true"}),
    ],
    ids=["production", "omit", "global"],
)
def test_npm_fetches_all_that_is_locked_whatever_it_is_told_elsewhere(key, told):
    words = re.search(r"npm ci ([^|]*)", JOINED)[1].split()
    done = run("npm", "config", "get", key, *words, **told)
    assert done.stdout.strip() in {"", "false"}, done.stdout + done.stderr


# Without make -------------------------------------------------------------------------------------


README = (ROOT / "README.md").read_text("utf-8")
GUIDES = ("README.md", "intro.md", "for-teachers.md", "CONTRIBUTING.md")


def blocks(page, *languages):
    """Return the lines of the commands on a page."""
    text = (ROOT / page).read_text("utf-8")
    found = re.findall(rf"^ *```(?:{'|'.join(languages)})\n(.*?)^ *```", text, re.M | re.S)
    return [line.strip() for block in found for line in block.splitlines()]


@pytest.mark.parametrize("page", GUIDES)
def test_no_command_is_quoted_as_cmd_exe_does_not_know(page):
    """There ' is a letter of the name, # a word, and $ no variable."""
    everywhere = [s for s in blocks(page, "sh", "bat") if re.search(r"pip install[^#]*'", s)]
    windows = [s for s in blocks(page, "bat") if re.search(r"['#$]|&&|/bin/|^\. ", s)]
    assert everywhere + windows == []


def test_windows_has_its_lines():
    for page in ("README.md", "intro.md"):
        assert r".venv\Scripts\activate" in blocks(page, "bat")


def test_what_make_runs_can_be_run_without_it():
    section = README.partition("\n## Without make\n")[2].partition("\n## ")[0]
    recipes = "\n".join(line for line in JOINED.splitlines() if line.startswith("\t"))
    scripts = set(re.findall(r"(tools/\w+\.py|benchmarks\.run)", recipes))
    assert scripts
    assert sorted(scripts - set(re.findall(r"tools/\w+\.py|benchmarks\.run", section))) == []
    extras = re.findall(r"tools/install\.py ([a-z ]+[a-z])`?", section)
    for extra in " ".join(extras).split():
        assert install.requirements(extra)
    targets = set(re.findall(r"`make ([a-z-]+)`", section))
    assert targets <= set(re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split())


def test_the_exercises_come_without_make(tmp_path):
    tree = fresh(tmp_path / "tree")
    done = run(sys.executable, "tools/exercises.py", cwd=tree, PATH=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert (tree / "work" / "neuron.ipynb").is_file()


def test_a_script_prints_the_name_of_any_folder(tmp_path):
    into = tmp_path / "упражнения"
    done = run(sys.executable, "tools/exercises.py", "--into", into, PYTHONIOENCODING="cp1252")
    assert done.returncode == 0, done.stderr
    assert (into / "neuron.ipynb").is_file()
