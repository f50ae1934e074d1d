"""The exercises of the chapter Where the time goes."""

from exercise_notebooks import answer
from exercise_tests import *  # noqa: F403 (tests, and what hands them the exercises)
from other_answers_speed import fit_by_the_library

from nnlib.checks import EXERCISES, outcomes_of, speed

CHAPTER = "speed"


def test_what_a_step_costs_is_what_the_statement_says():
    exercise = EXERCISES["speed.circle"]
    cases = exercise.cases_for(0)

    def lines_a_step(fit):
        few, many = (o.ran[0] for o in outcomes_of(exercise, fit, cases) if o.ran[0])
        return (many - few) / (speed.MANY - speed.FEW)

    assert lines_a_step(answer(exercise)) < speed.LINES / 4
    assert lines_a_step(fit_by_the_library) < 0.9 * speed.LINES  # and not by a hair
