"""Lets the tests of nnlib import what stands beside them, which is no package."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
