"""The exercises of the chapter One neuron."""

from exercise_tests import *  # noqa: F403 (tests, and what hands them the exercises)

CHAPTER = "neuron"
