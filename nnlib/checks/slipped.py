"""Solutions of the course with a slip in them, or two: made one at a time, run within limits.

What a slip makes is the course's code with one change, so it may be run; but a changed loop may
never end, so lines are counted.
"""

import ast
import functools
import itertools
import sys
import warnings
from pathlib import Path

import numpy as np

from nnlib.checks import texts
from nnlib.checks.slip_kinds import slips_at

SETUP, GIVEN = "setup.py", "given.py"
A_CALL = 6  # lines that a call of the library counts as
LIBRARY = str(Path(__file__).parents[1])
MOST_LINES = 20_000  # of what takes longer no slip is tried
LIKELY = 1  # the last rank of a likely slip
TOGETHER = (  # another activation and its slope; another cost's error; a faulty sum left in twice
    {"another-slope", "other-function"}, {"slope-left-out", "function-left-out"},
    {"slope-left-out", "factor-left-out"}, {"slope-left-out", "division-left-out"},
    {"term-left-out"}, {"factor-left-out"}, {"other-function"},
)  # fmt: skip
HERE = "<slip>"  # where the lines of a solution stand


@functools.cache
def whole(room, name):
    """Return the answer of a solution without a slip, None if none can be made in it."""
    source = source_of(room)
    return made(ast.parse(source), helpers(room), name, room) if source else None


def source_of(room):
    """Return the code in which slips can be made; None if there is none, or it might not end."""
    if not (room / texts.SOLUTION).is_file():
        return None  # where answers are judged in a box
    source = texts.solution(room)
    return None if "while" in source or "train(" in source else source


@functools.cache
def helpers(room):
    """Return the functions that the exercise's page gives, without what else its cells do."""
    space = {}
    for path in (room.parent / SETUP, room / GIVEN):
        if path.is_file():
            body = ast.parse(path.read_text(encoding="utf-8")).body
            kept = [node for node in body if isinstance(node, ast.FunctionDef) or plain(node)]
            exec(compile(ast.Module(kept, []), path.name, "exec"), space)
    return space


def plain(node):
    """Tell whether a statement imports NumPy or nnlib."""
    return isinstance(node, ast.Import) and {a.name for a in node.names} <= {"numpy", "nnlib"}


def nth_slip(room, name, n):
    """Return rank, name, words, answer of a solution's n-th slip, the likeliest first, or None.

    Each is compiled once: whoever asks about an answer asks about the next one, too.
    """
    return nth(slips_of(room, name), n)


def nth(found_and_kept, n):
    """Return the n-th of what is made one after the other, and keep it; None if there is none."""
    found, kept = found_and_kept
    while len(kept) <= n:
        slip = next(found, None)
        if slip is None:
            return None
        kept.append(slip)
    return kept[n]


@functools.cache
def pairs_of(room, name):
    """Return the pairs of likely slips: those to come, and a list for those that were made."""
    return in_pairs(room, name), []


def unlike(pair):
    """Return how far from each other two slips are: none if one who makes one makes the other."""
    (rank, name, said, *_), (other_rank, other, also, *_) = pair
    together = said == also or {name, other} in TOGETHER
    return not together, name == other, rank + other_rank


def in_pairs(room, name):
    """Give name, words and answer of two likely slips in different places at once."""
    tree, space = ast.parse(source_of(room)), helpers(room)
    found = [(*slip, place) for slip, place in slips_in(tree, space, name) if slip[0] <= LIKELY]
    for first, second in sorted(itertools.combinations(found, 2), key=unlike):
        (_, its_name, said, new, place), (_, _, also, newer, there) = first, second
        old = put(place, new)
        older = put(there, newer)
        answer = made(tree, space, name, room)
        put(there, older)
        put(place, old)
        yield its_name, (said, also), answer


@functools.cache
def slips_of(room, name):
    """Return the slips of a solution: those to come, and a list for those that were made."""
    return slipped(room, name), []


def slipped(room, name):
    """Give rank, name, words and answer of each slip; the answer is None if the code stops.

    In a form a number is an answer itself: that it is another one says nothing.
    """
    tree, space = ast.parse(source_of(room)), helpers(room)
    found = [(*slip, place) for slip, place in slips_in(tree, space, name)]
    for rank, slip, said, new, place in sorted(found, key=lambda entry: entry[0]):
        old = put(place, new)
        yield rank, slip, said, made(tree, space, name, room)
        put(place, old)


def slips_in(tree, space, name):
    """Return each slip that can be made in a program, with its place."""
    bound = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    bound |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    # A list that is put into itself has no end, so what is added to stands for nothing else.
    lists = {node.value.id for node in ast.walk(tree) if adds_to(node)}
    names = sorted(bound - {"np", "nnlib"} - set(space) - lists)
    nodes = [(n, place) for n, place in places_in(tree) if name or not isinstance(n, ast.Constant)]
    return [(slip, place) for node, place in nodes for slip in slips_at(node, names)]


def adds_to(node):
    """Tell whether a node is the method of a named list that makes it longer."""
    grows = isinstance(node, ast.Attribute) and node.attr in {"append", "extend", "insert"}
    return grows and isinstance(node.value, ast.Name)


def places_in(tree):
    """Give each node of a tree with its place: its parent or a list in it, and what finds it."""
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if isinstance(value, ast.AST):
                yield value, (parent.__dict__, field)
            elif isinstance(value, list):
                yield from ((node, (value, k)) for k, node in enumerate(value))


def put(place, new):
    """Put a node in a place; return the one that stood there."""
    holder, key = place
    old, holder[key] = holder[key], new
    return old


def made(tree, space, name, room):
    """Return the answer that the code of a syntax tree makes, None if it stops.

    What a form asks for has no name of its own: it is what the solution binds last.
    """
    here = dict(space)
    try:
        code = compile(ast.fix_missing_locations(tree), HERE, "exec")
        limited(exec, (code, here), MOST_LINES)
    except Exception:
        return None
    return here.get(name or texts.answer_name(texts.marked_solution(room)))


def limited(function, args, most):
    """Call a function; return its value, and how many lines of a solution that took.

    A slip can make a loop endless, which fills its own list: above `most` lines it ends.
    """
    lines = 0

    def trace(frame, event, _arg):
        nonlocal lines
        if frame.f_code.co_filename != HERE:
            lines += A_CALL * frame.f_code.co_filename.startswith(LIBRARY)
            return None
        lines += event == "line"
        if lines > most:
            raise RuntimeError
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        with np.errstate(all="ignore"), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return function(*args), lines
    finally:
        sys.settrace(before)
