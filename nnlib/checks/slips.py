"""A wrong answer that is one slip away from the solution, told by what the slip is.

What no catalogue knows is tried out: small slips are made in the course's own solution, one at a
time, until one gives the very numbers that came. Nobody's code is read but the course's.
"""

import copy

import numpy as np

from nnlib.checks.slipped import (
    LIKELY,
    MOST_LINES,
    limited,
    nth,
    nth_slip,
    pairs_of,
    whole,
)
from nnlib.checks.terms import terms_of
from nnlib.checks.values import parts_of

MESSAGE = "Your numbers are those of a right answer with one slip in it: {}."
IN_PART = "`{}`, the first that is wrong, is that of a right answer with one slip in it: {}."
TWO = "Your numbers are those of a right answer with two slips in it: {}; and {}."
# What is tried for one answer, counted in lines so that it is the same on every machine: about half
# a second here, three in a browser.
BUDGET = 200_000
A_SLIP = 250  # lines that take as long as to compile a solution
PAIRS = 80_000  # lines, as above, for two slips at once
ENOUGH_FOR_TWO = 4  # numbers
FIRST, ALL = 1, 2  # what of an answer a slip explains


def told(exercise, table):
    """Return a name and a message if one slip in the solution explains all that came, or None."""
    if exercise.requires or exercise.room is None or not says_enough(table):
        return None
    wrong = list(dict.fromkeys(i for i, _ in table.wrong))
    wrong.sort(key=lambda i: size_of(table.cases[i].args))  # the first refuses nearly all of them
    order = wrong + [i for i in range(len(table.cases)) if i not in wrong]
    cost = cost_of(exercise, table, order[0])
    most = BUDGET // (A_SLIP + cost) if cost else 0  # 0 as well if no slip can be made
    alone = sum(table.got[i][part].size for i, part in table.wrong) == 1
    first, in_part = table.wrong[0][1], None
    for n in range(most):
        slip = nth_slip(exercise.room, exercise.function, n)
        if slip is None or (alone and slip[0] > LIKELY):
            break  # among many, one fits one number by chance
        _, name, said, answer = slip
        found = explained(exercise, table, answer, order, 100 * cost) if answer is not None else 0
        if found == ALL:
            return name, MESSAGE.format(said)
        if found == FIRST and in_part is None:
            in_part = name, IN_PART.format(first, said)
    return in_part or two_at_once(exercise, table, order, cost)


def two_at_once(exercise, table, order, cost):
    """Return a name and a message if two likely slips together explain all that came, or None."""
    numbers = sum(table.got[i][part].size for i, part in table.wrong)
    if not cost or not exercise.wants_function or numbers < ENOUGH_FOR_TWO:
        return None
    for n in range(PAIRS // (A_SLIP + cost)):
        pair = nth(pairs_of(exercise.room, exercise.function), n)
        if pair is None:
            return None
        names, said, answer = pair
        if answer and explained(exercise, table, answer, order, 100 * cost) == ALL:
            return names, TWO.format(*said)
    return None


def says_enough(table):
    """Tell whether numbers came, and no part is 0 throughout: there are many ways to get that."""
    came = [table.got[i].get(part) for i, part in table.wrong]
    return all(isinstance(value, np.ndarray) and np.any(value) for value in came)


def size_of(args):
    """Return how many numbers the arguments of a case hold."""
    return sum(np.size(value) for value in args if isinstance(value, np.ndarray))


def cost_of(exercise, table, i):
    """Return how many lines the solution runs for a case; 0 if it is not what is to be compared.

    It is not where the numbers are others, as when an exercise comes back, or where a solution
    needs more than its own cell and what is given with it.
    """
    answer = whole(exercise.room, exercise.function)
    if answer is None:
        return 0
    parts, lines = parts_for(exercise, answer, table.cases[i], MOST_LINES)
    right = (exercise.agree(parts.get(part), table.right[i][part]) for part in table.columns)
    return max(lines, 1) if all(right) else 0


def parts_for(exercise, answer, case, most):
    """Return the parts of what an answer gives for a case, none if it stops; and its lines."""
    if not exercise.wants_function:
        return parts_of(terms_of(answer), exercise.parts), 0
    try:
        given, lines = limited(answer, copy.deepcopy(case.args), most)
    except Exception:
        return {}, 0
    return parts_of(terms_of(given), exercise.parts), lines


def explained(exercise, table, answer, order, most):
    """Return whether an answer gives ALL that came, in every case, or the FIRST wrong part of it.

    In a form the later numbers may be right all the same, or follow from the wrong one. Behind the
    first wrong part another mistake may hide, so the other wrong ones need not agree.
    """
    first, found = table.wrong[0][1], ALL
    for i in order:
        parts, _ = parts_for(exercise, answer, table.cases[i], most)
        for name in table.columns:
            came, theirs = table.got[i][name], parts.get(name)
            same = isinstance(came, (np.ndarray, str)) and exercise.agree(came, theirs)
            fine = all(table.columns[name])
            spared = not exercise.wants_function and fine and first != name
            if same or spared:
                continue
            if fine or name == first:
                return 0
            found = FIRST
    return found
