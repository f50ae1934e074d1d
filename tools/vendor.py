"""Copy from node_modules what the book's pages load, and no more: `python tools/vendor.py FOLDER`.

Served from the site itself, so that a page needs no other host.
"""

import shutil
import sys
from pathlib import Path

MODULES = Path("node_modules")


def main(target):
    """Fill the folder `target` with mathjax, require.js and the widget manager."""
    # One ready-made bundle; the folders beside it hold what it fetches when it is needed
    # (fonts, rarer macros, speech). The other bundles are the same code in other mixtures.
    mathjax = MODULES / "mathjax" / "es5"
    target.mkdir(parents=True)
    for folder in ("a11y", "input", "output", "sre", "ui"):
        shutil.copytree(mathjax / folder, target / "mathjax" / folder)
    shutil.copy(mathjax / "tex-chtml.js", target / "mathjax")

    shutil.copy(MODULES / "requirejs" / "require.js", target)

    # The widget manager asks for its icon fonts beside two of its modules.
    dist = Path("@jupyter-widgets") / "html-manager" / "dist"
    (target / dist).mkdir(parents=True)
    shutil.copy(MODULES / dist / "embed-amd.js", target / dist)
    for font in (MODULES / dist).glob("*.woff2"):
        shutil.copy(font, target / dist)
        shutil.copy(font, target / "@jupyter-widgets")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
