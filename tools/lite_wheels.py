"""The wheels that notebooks load from the site: nnlib, what Pyodide lacks, and the kernel.

Each is described as an entry of Pyodide's lock file, so that `import nnlib` finds it.
"""

import hashlib
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path

SHOW = ["ipywidgets", "tqdm", "matplotlib"]
NEEDS = {  # in the browser: without what only a server or a terminal would use
    "comm": ["traitlets"],
    "ipykernel": [],
    "ipywidgets": ["comm", "ipython", "traitlets"],
    "nnlib": ["numpy", *SHOW],
    "piplite": ["micropip"],
    "pyodide-kernel": ["ipython", "traitlets", "comm"],
    "tqdm": [],
}
FROM_HERE = ("comm", "ipywidgets", "tqdm")  # of the installed version, which constraints.txt pins
FROM_KERNEL = ("ipykernel", "piplite", "pyodide-kernel")


def build_nnlib(root, target):
    """Build nnlib's wheel, which holds the exercises' solutions too."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)],
        cwd=root,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return next(target.glob("nnlib-*.whl"))


def repack(name, target):
    """Make a wheel of an installed package of pure Python; return its path."""
    package = distribution(name)
    wheel = target / f"{name}-{package.version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(package.files):
            outside = path.parts[0] == ".." or path.suffix == ".pyc" or "tests" in path.parts
            if not outside:
                # A fixed date, so that the same version gives the same bytes.
                entry = zipfile.ZipInfo(path.as_posix(), (1980, 1, 1, 0, 0, 0))
                archive.writestr(entry, path.locate().read_bytes(), zipfile.ZIP_DEFLATED)
    return wheel


def copied(name, folder, target):
    """Copy a wheel of the kernel's; return its path."""
    wheel = next(folder.glob(f"{name.replace('-', '_')}-*.whl"))
    return Path(shutil.copy(wheel, target))


def placed(name, wheel):
    """Put a wheel into a folder named after its contents; return its entry of a lock file."""
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    # What changes gets another address: a browser may keep the old wheel, and Pyodide refuses one
    # that is not what the entry says.
    folder = wheel.parent / digest[:12]
    folder.mkdir()
    return {
        "name": name,
        "version": wheel.name.split("-")[1],
        "file_name": wheel.rename(folder / wheel.name).relative_to(wheel.parent).as_posix(),
        "sha256": digest,
        "depends": NEEDS[name],
        "imports": [name.replace("-", "_")],
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
    }


def collect(root, target, kernel):
    """Put every wheel into `target`; return their entries by name."""
    wheels = {"nnlib": build_nnlib(root, target)}
    wheels |= {name: repack(name, target) for name in FROM_HERE}
    wheels |= {name: copied(name, kernel, target) for name in FROM_KERNEL}
    return {name: placed(name, wheel) for name, wheel in sorted(wheels.items())}
