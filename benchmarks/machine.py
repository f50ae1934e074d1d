"""What the numbers were measured on: a time without its machine says nothing.

Versions are looked up, not imported, so that asking changes nothing.
"""

import os
import platform
import shutil
import subprocess
from importlib import metadata
from pathlib import Path

import numpy as np

PACKAGES = ("nnlib", "numpy", "numba", "torch", "scikit-learn", "scipy", "jax", "jaxlib")

# One thread for each side, whatever it computes with; and the same for each, by name.
ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    "JAX_PLATFORMS": "cpu",
}


def describe():
    """Describe processor, system and versions, in words that tell two machines apart."""
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "blas": f"{blas['name']} {blas['version']}, one thread",
        "compiler": _compiler(),
        "packages": {name: _version(name) for name in PACKAGES},
    }


def _processor():
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _compiler():
    compiler = shutil.which(os.environ.get("CC", "cc"))
    if compiler is None:
        return None
    said = subprocess.run([compiler, "--version"], check=False, capture_output=True, text=True)
    return said.stdout.splitlines()[0] if said.stdout else None


def _version(name):
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
