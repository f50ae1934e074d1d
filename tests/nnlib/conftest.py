"""Lets the tests of nnlib import `reference.py`, which stands beside them and is no package."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
