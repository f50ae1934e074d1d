"""Make nnlib/files/digits.npz from scikit-learn's copy of the handwritten digits.

    python tools/digits_file.py [--check]

`--check` writes nothing: it tells whether the stored arrays are those that would be written.
"""

import argparse
import sys
from pathlib import Path

import numpy as np

FILE = Path(__file__).resolve().parents[1] / "nnlib" / "files" / "digits.npz"


def arrays():
    """Return what the file holds: counts from 0 to 16, (1797, 64), and labels, (1797,)."""
    from sklearn.datasets import load_digits  # noqa: PLC0415  (the bench and test extras bring it)

    data, labels = load_digits(return_X_y=True)
    counts = data.astype(np.uint8)
    if not np.array_equal(counts, data):
        raise SystemExit("scikit-learn's pixels are not whole numbers from 0 to 255 any more")
    return {"counts": counts, "labels": labels.astype(np.uint8)}


def differences(stored, wanted):
    """Return the names of the arrays that are missing, surplus or not equal."""
    names = sorted(set(stored) | set(wanted))
    return [
        name
        for name in names
        if name not in stored
        or name not in wanted
        or not np.array_equal(stored[name], wanted[name])
    ]


def main():
    """Write the file, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare, and write nothing")
    if parser.parse_args().check:
        with np.load(FILE) as stored:
            other = differences(dict(stored), arrays())
        print(f"{FILE.name} differs from scikit-learn's: {other}" if other else "the same")
        return bool(other)
    FILE.parent.mkdir(exist_ok=True)
    np.savez_compressed(FILE, **arrays())
    print(f"{FILE.name}: {FILE.stat().st_size / 1000:.1f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
