"""The exercises of the chapter Where the time goes."""

from exercise_tests import *  # noqa: F403 (tests, and what hands them the exercises)

CHAPTER = "speed"
