"""Find the newest Python that the course supports, and print where it is: for `make test-newest`.

The versions are the classifiers of pyproject.toml. An interpreter may be on the path, or be one
that pyenv or uv keeps.
"""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CLASSIFIER = re.compile(r"Programming Language :: Python :: 3\.(\d+)")


def supported(root=ROOT):
    """Return the minor versions of Python 3 that pyproject.toml names, in order: [11, 12]."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    named = (CLASSIFIER.fullmatch(line) for line in project["classifiers"])
    return sorted(int(found[1]) for found in named if found)


def places(minor, home):
    """Yield where an interpreter of this version may be."""
    if on_path := shutil.which(f"python3.{minor}"):
        yield on_path
    yield from sorted(map(str, home.glob(f".pyenv/versions/3.{minor}.*/bin/python")), reverse=True)
    if uv := shutil.which("uv"):
        said = ask(uv, "python", "find", "--no-python-downloads", "--system", f"3.{minor}")
        yield from said.splitlines()[:1]


def ask(*command):
    """Return what a program prints, or nothing where it fails."""
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    except OSError:
        return ""
    return done.stdout if done.returncode == 0 else ""


def newest(versions, home=None):
    """Return the newest interpreter that is here and runs as that version, and which it is."""
    for minor in reversed(versions):
        for place in places(minor, home or Path.home()):
            code = "import ensurepip, sys, venv; print(*sys.version_info[:2])"
            if ask(place, "-c", code).split() == ["3", str(minor)]:
                return place, minor
    return None, None


def main():
    """Print the interpreter; say on stderr what was not found; fail where there is none newer."""
    versions = supported()
    found, minor = newest(versions[1:])  # the oldest is the one of all other tests
    wanted = versions[-1]
    if minor != wanted:
        instead = f"3.{minor} is tried instead" if found else "nothing newer is tried"
        print(
            f"No Python 3.{wanted} here, so {instead}. "
            f"To have it: python -m pip install uv, then uv python install 3.{wanted}",
            file=sys.stderr,
        )
    if found is None:
        return 1
    print(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
