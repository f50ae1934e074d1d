"""Every exercise: right answers pass, each mistake is named for what it is, others are refused.

One file a chapter takes these tests in, so that they can run beside each other.
"""

import importlib
import itertools
import re

from exercise_notebooks import CHAPTERS, answer, cells, mutants

from nnlib.checks import EXERCISES, grade, masters, outcomes_of, verdict
from nnlib.checks.exercise import KINDS
from nnlib.checks.verdict import right_parts, symptoms, tabulate

SEEDS, FEW = range(50), range(3)
OTHERS = {c: importlib.import_module(f"other_answers_{c}") for c in CHAPTERS}


def pytest_generate_tests(metafunc):
    """Run a test for each exercise, or each mistake, of the chapter that the file is for."""
    mine = [e for e in EXERCISES.values() if e.chapter == metafunc.module.CHAPTER]
    if "wrong" in metafunc.fixturenames:
        pairs = [(exercise, wrong) for exercise in mine for wrong in exercise.wrongs]
        ids = [f"{exercise.id}: {wrong.name}" for exercise, wrong in pairs]
        metafunc.parametrize(("exercise", "wrong"), pairs, ids=ids)
    elif "exercise" in metafunc.fixturenames:
        metafunc.parametrize("exercise", mine, ids=[exercise.id for exercise in mine])


def test_a_chapter_has_enough_exercises_and_every_kind(request):
    mine = [e for e in EXERCISES.values() if e.chapter == request.module.CHAPTER]
    assert len(mine) >= (8 if request.module.CHAPTER == "speed" else 10)
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
    assert "!" not in "".join([*exercise.hints, exercise.why, *messages]).replace("!=", "")


def test_the_stub_is_not_started(exercise):
    source = cells(exercise.chapter)[exercise.name]["source"]
    assert masters.REGION.search(source), "mark the solution with ### BEGIN SOLUTION"
    stub = masters.REGION.sub(lambda m: re.match(r"[ \t]*", m[0])[0] + "...\n", source + "\n")
    assert grade(exercise.id, answer(exercise, stub)).diagnosis == "not-started"
    # What nbgrader leaves if nobody tells it otherwise.
    stub = masters.REGION.sub(
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
    others = OTHERS[exercise.chapter].ANSWERS[exercise.id]
    assert len(others) >= 2
    for other in others:
        for seed in FEW:
            result = grade(exercise.id, other, seed=seed)
            assert result.passed, f"{getattr(other, '__name__', other)}: {result.message}"


def test_a_catalogued_mistake_is_named_for_what_it_is(exercise, wrong):
    for seed in FEW:
        result = grade(exercise.id, wrong.answer, seed=seed)
        assert not result.passed
        assert result.diagnosis == wrong.name, f"seed {seed}: {result.message}"
        assert wrong.message in result.message
        assert result.score < 1


def test_no_other_diagnosis_fits_a_catalogued_mistake(exercise, wrong):
    cases = exercise.cases_for(0)
    outcomes = outcomes_of(exercise, wrong.answer, cases)
    table = tabulate(exercise, outcomes, cases, right_parts(exercise, cases))
    changed = dict(pair for outcome in outcomes for pair in outcome.changed)
    fits = [w.name for w in exercise.wrongs if symptoms(exercise, w, table, changed)]
    assert fits == [wrong.name]


def test_small_mistakes_in_the_solution_are_refused(exercise, monkeypatch):
    monkeypatch.setattr(verdict, "in_catalogue", lambda *_: None)  # slow, and no matter here
    source = masters.solution(exercise)
    excused = OTHERS[exercise.chapter].EQUIVALENT.get(exercise.id, {})
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


def test_the_master_and_the_catalogue_belong_together(exercise):
    notebook = cells(exercise.chapter)
    text = notebook[f"text-{exercise.name}"]["source"]
    assert re.match(r"## \d+\. ", text)
    assert notebook[f"hint-{exercise.name}"]["source"] == f'hint("{exercise.id}")'
    grader = notebook[f"check-{exercise.name}"]["metadata"]["nbgrader"]
    assert (grader["grade"], grader["points"]) == (True, exercise.points)
    assert masters.title(exercise) in text
