"""The editor as one script: CodeMirror's modules and page/editor.mjs, joined by esbuild."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SOURCE = HERE / "editor.mjs"
ESBUILD = HERE.parent / "node_modules" / "esbuild" / "bin" / "esbuild"
NAME = "nnlibEditor"


def node():
    """Return the Node.js of this machine, or the one that make has put beside Python."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    found = shutil.which("node", path=path)
    if found is None:
        raise RuntimeError(
            "the book is built with Node.js, and there is none: `make book` brings it"
        )
    return found


def write(static):
    """Bundle the editor into a folder of static files."""
    options = ["--bundle", "--minify", "--format=iife", f"--global-name={NAME}", "--target=es2022"]
    options += ["--charset=utf8", "--log-level=warning", "--legal-comments=eof"]
    target = f"--outfile={static / 'editor.js'}"
    done = subprocess.run(
        [node(), ESBUILD, SOURCE, *options, target],
        cwd=HERE, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"page/editor.mjs was not bundled:\n{done.stderr}")
