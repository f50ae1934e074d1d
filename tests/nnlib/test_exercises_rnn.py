"""The exercises of the chapter A network that remembers."""

from exercise_tests import *  # noqa: F403 (tests, and what hands them the exercises)

CHAPTER = "rnn"
