"""A wrong answer that is one slip away from the solution, told by what the slip is.

What no catalogue knows is tried out: small slips are made in the course's own solution, one at a
time, until one gives the very numbers that came. Nobody's code is read but the course's.
"""

import ast
import copy
import functools
import sys
import warnings

import numpy as np

from nnlib.checks import texts
from nnlib.checks.slip_kinds import slips_at
from nnlib.checks.terms import terms_of
from nnlib.checks.values import parts_of

MESSAGE = "Your numbers are those of a right answer with one slip in it: {}."
SETUP, GIVEN = "setup.py", "given.py"
# What is tried for one answer, counted in lines so that it is the same on every machine: about half
# a second here, three in a browser.
BUDGET = 250_000
A_SLIP = 250  # lines that take as long as to compile a solution
MOST_LINES = 20_000  # of what takes longer no slip is tried
LIKELY = 1  # the last rank of a slip that is told by one number: among many one fits by chance
HERE = "<slip>"  # where the lines of a solution stand


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
    for n in range(most):
        slip = nth_slip(exercise.room, exercise.function, n)
        if slip is None or (alone and slip[0] > LIKELY):
            return None
        _, name, said, answer = slip
        if answer is not None and explains(exercise, table, answer, order, 100 * cost):
            return name, MESSAGE.format(said)
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
    found, kept = slips_of(room, name)
    while len(kept) <= n:
        slip = next(found, None)
        if slip is None:
            return None
        kept.append(slip)
    return kept[n]


@functools.cache
def slips_of(room, name):
    """Return the slips of a solution: those to come, and a list for those that were made."""
    return slipped(room, name), []


def slipped(room, name):
    """Give rank, name, words and answer of each slip; the answer is None if the code stops.

    In a form a number is an answer itself: that it is another one says nothing.
    """
    tree, space = ast.parse(source_of(room)), helpers(room)
    bound = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    bound |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    # A list that is put into itself has no end, so what is added to stands for nothing else.
    lists = {node.value.id for node in ast.walk(tree) if adds_to(node)}
    names = sorted(bound - {"np", "nnlib"} - set(space) - lists)
    nodes = [(n, place) for n, place in places_in(tree) if name or not isinstance(n, ast.Constant)]
    found = [(*slip, place) for node, place in nodes for slip in slips_at(node, names)]
    for rank, slip, said, new, place in sorted(found, key=lambda entry: entry[0]):
        old = put(place, new)
        yield rank, slip, said, made(tree, space, name, room)
        put(place, old)


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


def parts_for(exercise, answer, case, most):
    """Return the parts of what an answer gives for a case, none if it stops; and its lines."""
    if not exercise.wants_function:
        return parts_of(terms_of(answer), exercise.parts), 0
    try:
        given, lines = limited(answer, copy.deepcopy(case.args), most)
    except Exception:
        return {}, 0
    return parts_of(terms_of(given), exercise.parts), lines


def explains(exercise, table, answer, order, most):
    """Tell whether an answer gives what came, in every case.

    In a form the later numbers may be right all the same, or follow from the wrong one.
    """
    first = table.wrong[0]
    for i in order:
        parts, _ = parts_for(exercise, answer, table.cases[i], most)
        for name in table.columns:
            came, theirs = table.got[i][name], parts.get(name)
            same = isinstance(came, (np.ndarray, str)) and exercise.agree(came, theirs)
            spared = not exercise.wants_function and table.verdicts[i][name] and first != (i, name)
            if not same and not spared:
                return False
    return True
