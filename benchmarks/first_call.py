"""How long the first training by loops takes in a new process, compiled before and not.

Both are wall times of one call of `train` on OR for a single epoch: Numba is imported in it, and
the loops come from the disk, or from the compiler.
"""

import json
import os
import subprocess
import sys
import tempfile
import time

from benchmarks.or_gate import task
from benchmarks.row import ours
from benchmarks.timing import rounded

TIMES = 5


def one():
    """Print the seconds of this process's first call."""
    run = ours(task(), "loops")
    begin = time.perf_counter()
    run(1)
    print(time.perf_counter() - begin)


def fresh(cache):
    """Ask a new process that keeps what it compiles in a folder."""
    said = subprocess.run(
        [sys.executable, "-m", "benchmarks.first_call", "one"],
        env=os.environ | {"NUMBA_CACHE_DIR": cache},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return float(said.stdout)


def measure():
    """Return seconds without anything on disk, and the median of some with it."""
    with tempfile.TemporaryDirectory() as cache:
        cold = fresh(cache)
        warm = sorted(fresh(cache) for _ in range(TIMES))
    return [
        {"what": "compiled in the call", "seconds": rounded(cold)},
        {"what": "compiled before", "seconds": rounded(warm[TIMES // 2])},
    ]


if __name__ == "__main__":
    one() if sys.argv[1:] == ["one"] else print(json.dumps(measure()))
