"""The exercises of the chapter Two layers."""

from exercise_tests import *  # noqa: F403 (tests, and what hands them the exercises)

CHAPTER = "mlp"
