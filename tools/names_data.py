"""Make nnlib's list of first names from the PyPI package `names` 0.3.0.

`python tools/names_data.py FOLDER` reads dist.female.first and dist.male.first in FOLDER, the
package's own folder (without it: where the installed package is), and writes
nnlib/files/names.txt.gz.
"""

import gzip
import sys
from importlib.util import find_spec
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "nnlib" / "files" / "names.txt.gz"
HEAD = """\
# First names of the 1990 US census, female and male, each once, in lower case.
# Source: dist.female.first and dist.male.first of the package names 0.3.0 on PyPI, whose README
# says of these files: public domain, derived from 1990 census data.
"""


def folder_of_package():
    """Return where the package `names` lies, or None if it is not installed."""
    spec = find_spec("names")
    return Path(spec.origin).parent if spec and spec.origin else None


def listed(path):
    """Read one of the census's lists: a name and three numbers in each line."""
    return [line.split()[0].lower() for line in path.read_text("ascii").splitlines()]


def first_names(folder):
    """Return the first names of both lists, each once, in alphabetical order."""
    lists = (listed(folder / f"dist.{which}.first") for which in ("female", "male"))
    return sorted(set().union(*lists))


def main(folder=None):
    """Write the file, the same bytes each time."""
    folder = Path(folder) if folder else folder_of_package()
    if folder is None:
        raise SystemExit("the package names is not installed: pip install names==0.3.0")
    text = HEAD + "\n".join(first_names(folder)) + "\n"
    TARGET.write_bytes(gzip.compress(text.encode("ascii"), mtime=0))
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
