"""Every exercise: right answers pass, each mistake is named for what it is, others are refused.

One of them: pytest tests/nnlib/test_exercises.py -k bias-step. With NNLIB_EXERCISES=folder those of
a teacher's folder are tested too.
"""

import itertools
import os
import re

import pytest
from exercise_answers import answer, mutants

from nnlib.checks import EXERCISES, catalogue, grade, outcomes_of, texts, verdict
from nnlib.checks.exercise import KINDS
from nnlib.checks.folders import course
from nnlib.checks.verdict import explained, first_of, right_parts, tabulate

pytestmark = pytest.mark.usefixtures("asked_once")
# Fifty in the workflow. With the oldest versions one does: what others draw says nothing of NumPy.
SEEDS, FEW = range(int(os.environ.get("NNLIB_TEST_SEEDS", "8"))), range(2)


def pytest_generate_tests(metafunc):
    """Run a test for each exercise, or for each mistake."""
    if "wrong" in metafunc.fixturenames:
        pairs = [(exercise, wrong) for exercise in EXERCISES.values() for wrong in exercise.wrongs]
        ids = [f"{exercise.id}: {wrong.name}" for exercise, wrong in pairs]
        metafunc.parametrize(("exercise", "wrong"), pairs, ids=ids)
    elif "exercise" in metafunc.fixturenames:
        metafunc.parametrize("exercise", EXERCISES.values(), ids=list(EXERCISES))


def others(exercise):
    """Return right answers written otherwise, and changes to the solution that leave it right."""
    module = catalogue.module(EXERCISES.folder_of(exercise.id), exercise.id, "other_answers")
    return module.ANSWERS, getattr(module, "EQUIVALENT", {})


@pytest.mark.parametrize("chapter", course().chapters)
def test_a_chapter_has_enough_exercises_and_every_kind(chapter):
    mine = [EXERCISES[f"{chapter}.{name}"] for name in course().chapters[chapter].exercises]
    assert len(mine) >= 8
    assert {exercise.kind for exercise in mine} == set(KINDS)


def test_an_exercise_is_complete(exercise):
    assert re.fullmatch(r"[a-z]+\.[a-z0-9-]+", exercise.id)
    assert exercise.kind in KINDS
    assert 1 <= exercise.points <= 5
    assert len(exercise.hints) == 3
    assert len(set(exercise.hints)) == 3
    names = [wrong.name for wrong in exercise.wrongs]
    assert len(names) == len(set(names)) >= 3
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in names)
    messages = [wrong.message for wrong in exercise.wrongs]
    assert len(set(messages)) == len(messages)
    assert exercise.why
    sizes = {case.size for case in exercise.cases_for(0)} - {None}
    assert len(sizes) == (2 if exercise.pace else 0)
    assert ("slow" in names) == bool(exercise.pace)
    assert "$" not in "".join(messages)  # they are read as plain text, in a terminal too
    assert "!" not in "".join([*exercise.hints, exercise.why, *messages]).replace("!=", "")


def test_the_stub_is_not_started(exercise):
    source = texts.marked_solution(exercise.room)
    stub = texts.REGION.sub(lambda m: re.match(r"[ \t]*", m[0])[0] + "...\n", source + "\n")
    assert grade(exercise.id, answer(exercise, stub)).diagnosis == "not-started"
    # What nbgrader leaves if nobody tells it otherwise.
    stub = texts.REGION.sub(
        lambda m: re.match(r"[ \t]*", m[0])[0] + "raise NotImplementedError()\n", source + "\n"
    )
    if exercise.wants_function:
        assert grade(exercise.id, answer(exercise, stub)).diagnosis == "not-started"


def test_the_solution_passes_whatever_the_seed(exercise):
    theirs = answer(exercise)
    for seed in SEEDS:
        result = grade(exercise.id, theirs, seed=seed)
        assert result.passed, f"seed {seed}: {result.message}"
        assert (result.score, result.diagnosis) == (1.0, None)


def test_what_the_judge_takes_for_right_passes(exercise):
    assert grade(exercise.id, exercise.right).passed


def test_other_right_answers_pass(exercise):
    answers, _ = others(exercise)
    assert len(answers) >= 2
    for other in answers:
        for seed in FEW:
            result = grade(exercise.id, other, seed=seed)
            assert result.passed, f"{getattr(other, '__name__', other)}: {result.message}"


def test_a_catalogued_mistake_is_named_for_what_it_is(exercise, wrong):
    # With other cases once more in test_grading.py, on the way to the judge.
    for seed in FEW:
        cases = exercise.cases_for(seed)
        outcomes = outcomes_of(exercise, wrong.answer, cases)
        result = verdict.judge(exercise, outcomes, cases)
        assert not result.passed
        assert result.diagnosis == wrong.name, f"seed {seed}: {result.message}"
        assert wrong.message in result.message
        assert result.score < 1
        if not seed:
            assert fitting(exercise, outcomes, cases) == [wrong.name]


def fitting(exercise, outcomes, cases):
    """Return all diagnoses of the catalogue that fit an answer."""
    table = tabulate(exercise, outcomes, cases, right_parts(exercise, cases))
    changed = dict(pair for outcome in outcomes for pair in outcome.changed)
    how = {"opened": (), "changed": changed, "first": first_of(table.wrong, table)}
    return [w.name for w in exercise.wrongs if explained(exercise, w, table, **how)[0]]


# Predictions that come back as they are: each asks for one belief, which other numbers would leave
# what it is, and what is measured takes a training whose result a notebook has stored.
ONE_BELIEF = {
    "mlp.two-loss-curves": "with any rate the factors are four, two, and fewer than four",
    "digits.choose-eta": "more epochs want a smaller rate, and the rates are in the cell above",
    "text.copies": "a long memory copies; its parts are called by the two memories that it asks of",
}


def test_the_beliefs_that_come_back_as_they_are_do_so():
    assert [name for name in ONE_BELIEF if EXERCISES[name].rounds] == []
    assert {EXERCISES[name].kind for name in ONE_BELIEF} == {"predict"}


def test_with_other_numbers_it_is_the_same_exercise(exercise, monkeypatch):
    """Text and solution follow the swaps, and each mistake is told as with the first numbers."""
    _, said, hints, why = texts.statement(exercise.room)
    code = texts.marked_solution(exercise.room)
    first, theirs = [w.name for w in exercise.wrongs], answer(exercise)
    for number, this in enumerate(exercise.rounds, 1):
        fresh = exercise.round(number)
        cases = fresh.cases_for(0)
        monkeypatch.setattr(verdict, "known", {})

        def judged(given, fresh=fresh, cases=cases):
            return verdict.judge(fresh, outcomes_of(fresh, given, cases), cases)

        whole = "\n\n".join((said, *hints, why, code))
        assert [old for old in this.swaps if old not in whole] == []
        assert this.swapped(said) != said
        assert judged(answer(exercise, this.swapped(code))).passed
        assert not judged(theirs).passed
        assert [w.name for w in fresh.wrongs] == first
        assert [judged(w.answer).diagnosis for w in fresh.wrongs] == first
    of_numbers = exercise.kind in {"compute", "predict"} and not exercise.wants_function
    ours = EXERCISES.folder_of(exercise.id).is_course and exercise.id not in ONE_BELIEF
    assert len(exercise.rounds) in ({3} if of_numbers and ours else {0, 3})  # after 1, 7, 21 days
    assert not (exercise.rounds and texts.start(exercise.room))  # whose numbers nothing swaps
    assert exercise.round(4) == exercise.round(1)


def test_small_mistakes_in_the_solution_are_refused(exercise, monkeypatch):
    # Slow, and no matter here: what is said of them.
    monkeypatch.setattr(verdict, "in_catalogue", lambda *_, **__: None)
    monkeypatch.setattr(verdict, "slipped", lambda *_: ("wrong", "Refused."))
    source = texts.solution(exercise.room)
    _, excused = others(exercise)
    survivors, tried = [], 0
    for said, broken in itertools.islice(mutants(source), 200):
        tried += 1
        try:
            theirs = answer(exercise, broken)
        except Exception:
            continue  # the cell itself stops: nothing is handed in
        if grade(exercise.id, theirs).passed:
            survivors.append(said)
    assert tried >= 3
    assert sorted(survivors) == sorted(excused), "\n".join(survivors)


def test_a_half_done_start_is_not_yet_right(exercise):
    start = texts.start(exercise.room)
    if start:
        assert not grade(exercise.id, answer(exercise, start)).passed


def test_what_a_step_costs_is_what_the_statement_says():
    exercise = EXERCISES["speed.circle"]
    folder, cases = EXERCISES.folder_of(exercise.id), exercise.cases_for(0)
    theirs = catalogue.module(folder, exercise.id, "other_answers")
    few, many = (case.size for case in cases if case.size)

    def lines_a_step(fit):
        ran = [outcome.ran[0] for outcome in outcomes_of(exercise, fit, cases) if outcome.ran[0]]
        return (ran[1] - ran[0]) / (many - few)

    assert lines_a_step(answer(exercise)) < exercise.pace.lines / 4
    assert lines_a_step(theirs.fit_by_the_library) < 0.9 * exercise.pace.lines  # and not by a hair
