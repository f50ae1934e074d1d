"""Install what a part of the course needs: `python tools/install.py lab`, with the Python for it.

The parts are the extras of pyproject.toml, in the versions that constraints.txt pins. nnlib itself
is not installed: a path relative to this Python leads to it, so the folder may have any name.
"""

import argparse
import ast
import contextlib
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EXTRA_OF_OURS = re.compile(r"nnlib\[([\w\s,.-]+)\]")
# Where packages come from is the machine's business. What else a reader's pip is told (another
# folder, --user, no ready-made packages) is not for this environment.
MACHINES = {
    "INDEX_URL", "EXTRA_INDEX_URL", "FIND_LINKS", "NO_INDEX", "PROXY", "CERT", "CLIENT_CERT",
    "TRUSTED_HOST", "TIMEOUT", "DEFAULT_TIMEOUT", "RETRIES", "RESUME_RETRIES", "CACHE_DIR",
    "NO_CACHE_DIR", "KEYRING_PROVIDER", "USE_FEATURE", "USE_DEPRECATED", "NO_INPUT",
}  # fmt: skip


def requirements(extra, root=ROOT):
    """Return what an extra of pyproject.toml asks for, with what nnlib itself needs."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    if extra not in extras:
        raise ValueError(f"extra must be one of {', '.join(sorted(extras))}; got {extra!r}")
    found, waiting = list(project["dependencies"]), [extra]
    while waiting:
        for line in extras[waiting.pop(0)]:
            own = EXTRA_OF_OURS.match(line)
            if own:
                waiting += [name.strip() for name in own[1].split(",")]
            elif line not in found:
                found.append(line)
    return found


def neutral(environment):
    """Return an environment in which pip keeps only what it is told of where packages come from.

    Settings come from variables and from files of several places, so pip itself is asked for them.
    """
    kept = {k: v for k, v in environment.items() if not k.upper().startswith("PIP_")}
    machines = {"PIP_CONFIG_FILE", *(f"PIP_{name}" for name in MACHINES)}
    asked = subprocess.run(
        # Loud, since a file may ask for silence.
        [sys.executable, "-m", "pip", "config", "list", "-vvv"],
        env=kept | {k: v for k, v in environment.items() if k.upper() in machines},
        check=False, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    kept["PIP_CONFIG_FILE"] = os.devnull
    lines = [line.partition("=") for line in asked.stdout.splitlines()]
    for section in ("global", "install", ":env:"):  # the later prevails
        for key, _, value in lines:
            name = key.removeprefix(f"{section}.").upper().replace("-", "_")
            if key.startswith(f"{section}.") and name in MACHINES:
                kept[f"PIP_{name}"] = str(ast.literal_eval(value))
    return kept


@contextlib.contextmanager
def alone(folder):
    """Wait until no other of these runs in the environment: `make -j` starts several."""
    try:
        import fcntl  # noqa: PLC0415 (Windows has none)
    except ImportError:
        yield
        return
    with (folder / ".installing").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def lead_to_nnlib(root=ROOT):
    """Make this Python find nnlib in the course's folder, under whatever name that is."""
    site = Path(sysconfig.get_path("purelib")).resolve()
    try:
        # Plain characters where the environment lies in the folder: Python 3.11 and 3.12 read this
        # in the encoding of the terminal, and stop at a name that it cannot write.
        way = os.path.relpath(root, site)
    except ValueError:  # another drive of Windows
        way = str(root)
    (site / "nnlib-of-the-course.pth").write_text(f"{way}\n", encoding="utf-8")


def install(asked, constraints):
    """Install requirements into this Python; return pip's exit status."""
    pip = [sys.executable, "-m", "pip"]
    with alone(Path(sys.prefix)):
        environment = neutral(dict(os.environ))
        # An older make put nnlib here by its absolute path, with a file that hides it.
        if list(Path(sysconfig.get_path("purelib")).glob("nnlib-*.dist-info")):
            subprocess.run([*pip, "uninstall", "-qq", "-y", "nnlib"], env=environment, check=False)
        done = subprocess.run(
            [*pip, "install", "-qq", "--disable-pip-version-check", "-c", constraints, *asked],
            env=environment, check=False,
        )  # fmt: skip
        if not done.returncode:
            lead_to_nnlib()
    return done.returncode


def main(arguments=None):
    """Install what the command line names; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("extra", nargs="*", help="lab, book, grade, …: as in pyproject.toml")
    parser.add_argument("--package", action="append", default=[], help="another package as well")
    parser.add_argument("--constraints", default=ROOT / "constraints.txt", help="pinned versions")
    options = parser.parse_args(arguments)
    if sys.prefix == sys.base_prefix and not Path(sys.prefix, "conda-meta").is_dir():
        parser.error(
            "this Python is the machine's own, and nothing is installed into that. Make one for "
            "the course (python -m venv .venv) and run this with it; see README.md"
        )
    try:
        asked = [line for extra in options.extra for line in requirements(extra)]
    except ValueError as error:
        parser.error(str(error))
    asked = list(dict.fromkeys([*asked, *options.package]))
    if not asked:
        parser.error("name what to install, for example: lab")
    status = install(asked, options.constraints)
    if status:
        print(
            f"pip could not install {' '.join([*options.extra, *options.package])}: the lines "
            f"above say why. To begin afresh, remove {sys.prefix}.",
            file=sys.stderr,
        )
    return min(status, 1)


if __name__ == "__main__":
    sys.exit(main())
