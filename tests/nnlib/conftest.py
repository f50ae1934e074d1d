"""Lets the tests of nnlib import what stands beside them, which is no package."""

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))
pytest.register_assert_rewrite("exercise_tests")  # so that a failure shows the values
