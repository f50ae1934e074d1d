"""What all tests share: the way to the tools, which are scripts and not a package."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tools"))
