"""Copy from node_modules what the book's pages load, and no more: `python tools/vendor.py FOLDER`.

Served from the site itself, so that a page needs no other host.
"""

import shutil
import sys
from pathlib import Path

MODULES = Path("node_modules")


def main(target):
    """Fill the folder `target` with require.js and the widget manager."""
    target.mkdir(parents=True)
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
