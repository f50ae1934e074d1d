"""How long the tests wait for what must happen: longer where the machine is slow, or busy.

Every clock of the tests asks here, so none decides by itself what "in time" means.
"""

import subprocess
import sys
import time

QUIET = 0.5  # seconds that this takes on a quiet machine with two cores of 2024
START = "import matplotlib.pyplot"
STALE = 60  # seconds after which the machine is asked again: others come and go
LOADED = 2  # a browser is several programs, and each has to wait for its turn

measured = []  # (when, how many times as long as on a quiet machine)


def slowness(clock=time.monotonic, start=None):
    """Return how many times as long as on a quiet machine things take; the most seen so far.

    A program is started, as a kernel or a browser is, and its start timed: at the first call, and
    again when a minute is over.
    """
    now = clock()
    if not measured or now - measured[-1][0] > STALE:
        if start is None:
            subprocess.run([sys.executable, "-c", START], check=True)
        else:
            start()
        measured.append((clock(), max(1.0, (clock() - now) / QUIET)))
    return max(times for _, times in measured)


def patience(seconds):
    """Return how long to wait here for what takes at most so many seconds on a quiet machine."""
    return seconds * LOADED * slowness()


def milliseconds(seconds):
    """Return the same in the unit of browsers."""
    return 1000 * patience(seconds)


if __name__ == "__main__":  # for the clocks of make and of nbval
    sys.stdout.write(f"{patience(float(sys.argv[1])):.0f}\n")
