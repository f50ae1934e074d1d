"""Build JupyterLite, the notebooks in the browser: `python tools/lite.py FOLDER [PYODIDE_DIR]`.

Settings lie in lite/. With PYODIDE_DIR, a folder that holds a Pyodide distribution, what the course
needs of it becomes part of the site; without it the browser fetches Pyodide from its public CDN.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import lite_notebooks
import lite_wheels

from nnlib.viz import palette

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = ROOT / "lite"
EXTENSIONS = Path(sys.prefix) / "share" / "jupyter" / "labextensions"
KERNEL = "@jupyterlite/pyodide-kernel-extension"
# An icon, or the browser asks the host for one; and links that look like links.
HEAD = """<link rel="icon" href="favicon.ico"><style>.myst :is(p, li, td) > a {
color: var(--jp-content-link-color) !important; text-decoration: underline !important; }</style>"""
# A key pressed on a slider is the slider's: JupyterLab would go to another cell, or cut this one.
KEYS = """<script>
addEventListener("keydown", (event) => {
  const modified = event.ctrlKey || event.metaKey || event.altKey || event.shiftKey;
  const own = !modified && event.target.closest?.(".jupyter-widgets");
  event.target.toggleAttribute?.("data-lm-suppress-shortcuts", Boolean(own));
}, true);
</script>"""
# A link between notebooks opens the list of files, which cannot show one.
FORWARD = """<script>
if (new URLSearchParams(location.search).get("path")?.endsWith(".ipynb"))
  location.replace(`../notebooks/index.html${location.search}`);
</script>"""
CORE = ("pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")


class LiteError(Exception):
    """Something that stops the build; the text says what, and what to do."""


def read(path):
    """Return what a JSON file holds."""
    return json.loads(path.read_text(encoding="utf-8"))


def write(path, data):
    """Write a JSON file."""
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")


def options_of(config):
    """Return the part of jupyter-lite.json that says how Pyodide starts."""
    settings = config["jupyter-config-data"]["litePluginSettings"]
    return settings[f"{KERNEL}:kernel"]["loadPyodideOptions"]


def at_home(config):
    """Make the settings look for Pyodide on the site itself; return its place and its version."""
    options = options_of(config)
    version = re.search(r"/v([\d.]+)/", options["distributionURL"])[1]
    # Another version lies elsewhere, so that no browser mixes it with parts that it kept.
    options["distributionURL"] = f"./pyodide-{version}/"
    return options["distributionURL"], version


def jupyterlite(source, target):
    """Run `jupyter lite build` on a folder of settings and contents."""
    command = [sys.executable, "-m", "jupyterlite_core", "build"]
    done = subprocess.run(
        [*command, f"--lite-dir={source}", f"--output-dir={target}"],
        cwd=source,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise LiteError(f"{done.stdout}\nJupyterLite was not built: the lines above say why.")


def closure(packages, names):
    """Return the packages that have these names, and all that they need."""
    found = {}
    waiting = [re.sub("[-_.]+", "-", name).lower() for name in names]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = packages[name]
            waiting += [re.sub("[-_.]+", "-", need).lower() for need in packages[name]["depends"]]
    return found


def copy_pyodide(origin, target, version, names, wheels):
    """Copy the parts of a Pyodide distribution that the named packages need."""
    lock_file = origin / "pyodide-lock.json"
    if not lock_file.is_file():
        raise LiteError(f"PYODIDE_DIR: there is no pyodide-lock.json in {origin}")
    lock = read(lock_file)
    names = [name for name in names if name != "ssl"]  # as in lite/start.js
    if lock["info"]["version"] != version:
        found = lock["info"]["version"]
        raise LiteError(f"PYODIDE_DIR holds Pyodide {found}; the course needs {version}")
    needed = closure({**lock["packages"], **wheels}, names)
    lock["packages"] = {k: v for k, v in needed.items() if k not in wheels}
    target.mkdir()
    for name in [*CORE, *(package["file_name"] for package in lock["packages"].values())]:
        if not (origin / name).is_file():
            raise LiteError(f"PYODIDE_DIR: {name} is missing in {origin}")
        shutil.copy(origin / name, target)
    write(target / "pyodide-lock.json", lock)


def dark_rules():
    """Return the style that shows a role's colour in an equation lighter where pages are dark."""
    rules = ""
    for role, light in palette.ROLES.items():
        rgb = ", ".join(str(int(light[i : i + 2], 16)) for i in (1, 3, 5))
        where = f'[style*="{light}"], [style*="rgb({rgb})"]'  # as KaTeX and as nnlib.viz write it
        rules += f'[data-jp-theme-light="false"] :is(.katex, math) :is({where}) '
        rules += f"{{ color: {palette.ROLES_DARK[role]} !important; }}\n"
    return f"<style>\n{rules}</style>"


def complete_heads(target):
    """Add to the head of each page what JupyterLite's lacks."""
    notice = f"<script>{(SETTINGS / 'notice.js').read_text(encoding='utf-8')}</script>"
    for page in [target / "index.html", *target.glob("*/index.html")]:
        text = page.read_text(encoding="utf-8")
        head = notice
        if page.parent != target:  # the front door has no notebook, and sends the reader on
            head += HEAD + dark_rules() + KEYS
        if page.parent.name == "tree":
            head += FORWARD
        page.write_text(text.replace("</head>", f"{head}</head>"), encoding="utf-8")


def build(target, pyodide=None):
    """Build the folder `target`; everything else is temporary."""
    build_config = read(SETTINGS / "jupyter_lite_config.json")
    extensions = build_config["LiteBuildConfig"]["federated_extensions"]
    extensions[:] = [str(EXTENSIONS / name) for name in extensions]
    config = read(SETTINGS / "jupyter-lite.json")
    if pyodide:
        place, version = at_home(config)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder)
        write(source / "jupyter_lite_config.json", build_config)
        write(source / "jupyter-lite.json", config)
        lite_notebooks.collect(ROOT, source / "files")
        jupyterlite(source, target)
    complete_heads(target)
    (target / "python").mkdir()
    for script in (SETTINGS / "start.js", ROOT / "page" / "static" / "store.js"):
        shutil.copy(script, target / "python")
    wheels = lite_wheels.collect(ROOT, target / "python", EXTENSIONS / KERNEL / "static" / "pypi")
    write(target / "python" / "wheels.json", wheels)
    if pyodide:
        packages = options_of(config)["packages"]
        copy_pyodide(Path(pyodide).expanduser(), target / place, version, packages, wheels)


if __name__ == "__main__":
    if len(sys.argv) not in {2, 3}:
        sys.exit(__doc__)
    try:
        build(Path(os.path.abspath(sys.argv[1])), *filter(None, sys.argv[2:]))
    except LiteError as error:
        sys.exit(str(error))
