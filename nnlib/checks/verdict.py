"""Judge what an answer gave: right, partly right, or which mistake it was.

The judge sees outcomes only, never the answer itself, so it can sit in another process than the
learner's code. It looks for the mistake in the exercise's catalogue first, then among those that
can be made in any exercise.
"""

from dataclasses import dataclass

import numpy as np

from nnlib.checks import general, loops, offences, remarks, slips
from nnlib.checks.ask import ask
from nnlib.checks.cost import excess
from nnlib.checks.crash import Raised
from nnlib.checks.result import Result
from nnlib.checks.values import MISSING, Odd, agree, parts_of

PATIENCE = 60.0  # seconds for the course's own answers
# What is true of many mistakes: the slip behind it says more.
SAYS_LITTLE = {"wrong", "factor", "only-the-example", "shape", "transposed"}
# Where many answers are judged by the very same cases, as on a page of the book, a dict in this
# place keeps what the course's own answers gave. Whoever sets it keeps the cases.
known = None


@dataclass(frozen=True)
class Table:
    """Outcomes as a table: a row for each case, a column for each part or requirement."""

    cases: list
    got: list  # one dict of parts a case
    right: list
    verdicts: list  # one dict of booleans a case
    slow: str = ""  # what a right answer costs, if it is too much

    @property
    def columns(self):
        """For each part or requirement, whether it is right case by case."""
        return {name: [row[name] for row in self.verdicts] for name in self.verdicts[0]}

    @property
    def wrong(self):
        """The (case, part) that are wrong, in order."""
        return [(i, part) for i, row in enumerate(self.verdicts) for part in row if not row[part]]

    @property
    def score(self):
        """The share of the columns that are right throughout, or of the rows of the only one."""
        columns = list(self.columns.values())
        shares = [all(column) for column in columns] if len(columns) > 1 else columns[0]
        return float(np.mean(shares))


def right_parts(exercise, cases):
    """Return what the right answer gives for each case, cut into parts."""
    if exercise.requires:
        return [{} for _ in cases]  # there is more than one
    answers = asked(exercise, exercise.right, cases)
    return [parts_of(answer.value, exercise.parts) for answer in answers]


def asked(exercise, answer, cases):
    """Return the outcomes of one of the course's own answers."""
    options = {"seconds": PATIENCE, "may_change": exercise.may_change}
    return kept((answer, cases), lambda: ask(answer, cases, **options))


def kept(about, make):
    """Return what was made of these objects before, or make it, and keep it if that is wanted."""
    if known is None:
        return make()
    key = tuple(map(id, about))
    if key not in known:
        known[key] = make(), about  # they are kept alive, so that their ids stay theirs
    return known[key][0]


def tabulate(exercise, outcomes, cases, right):
    """Compare the outcomes of `ask` with the right parts, or with what the exercise requires."""
    got = [parts_of(outcome.value, exercise.parts) for outcome in outcomes[: len(cases)]]
    if not exercise.wants_function and not exercise.requires:
        got = [
            {k: fitting(part, best[k]) for k, part in row.items()}
            for row, best in zip(got, right, strict=True)
        ]
    verdicts = []
    for case, parts, best in zip(cases, got, right, strict=True):
        if exercise.requires:
            verdicts.append(
                {
                    what: met(rule, parts.values(), case, parts)
                    for what, rule in exercise.requires.items()
                }
            )
        else:
            verdicts.append(
                {
                    name: exercise.agree(parts[name], best[name])
                    for name in best
                    if name not in exercise.predictions
                }
            )
    fine = all(all(row.values()) for row in verdicts) and not any(o.changed for o in outcomes)
    slow = excess(exercise, cases, outcomes) if fine else ""
    return Table(cases, got, right, verdicts, slow)


def fitting(part, right):
    """Return what was written into a form in the shape that is wanted, if only axes of 1 differ."""
    arrays = isinstance(part, np.ndarray) and isinstance(right, np.ndarray)
    return (
        part.reshape(right.shape)
        if arrays and part.squeeze().shape == right.squeeze().shape
        else part
    )


def met(rule, values, *args):
    """Tell whether a rule holds of `args`; none does if `values` are no numbers or misshapen."""
    if any(isinstance(value, (Raised, Odd)) or value is ... for value in values):
        return False
    try:
        return bool(rule(*args))
    except (ValueError, IndexError, KeyError, TypeError, AttributeError):
        return False


def judge(exercise, outcomes, cases):
    """Return the `Result` for the outcomes of `ask`."""
    refusal = remarks.refusal(exercise, outcomes[0].value)
    if refusal:
        return refusal
    table = tabulate(exercise, outcomes, cases, right_parts(exercise, cases))
    opened = [name for name, part in table.got[0].items() if still_open(exercise, name, part)]
    if opened:
        so_far = remarks.unfinished(exercise, table, opened)
        found = None
        if so_far.diagnosis == "unfinished":
            found = in_catalogue(exercise, table, opened)
            if found is None and not exercise.requires and not exercise.wants_function:
                found = general.in_a_form(table, opened)
        return remarks.with_mistake(so_far, found)
    changed = dict(pair for outcome in outcomes for pair in outcome.changed)
    again = parts_of(outcomes[-1].value, exercise.parts)
    steady = not exercise.asks_twice or all(
        isinstance(part, (Raised, Odd))
        or isinstance(again[name], (Raised, Odd))
        or agree(again[name], part, 1e-6 if exercise.requires else 1e-9, 1e-12)
        for name, part in table.got[0].items()
    )
    against = offences.offence(exercise, outcomes, cases, right=not table.wrong)
    if steady and not table.wrong and not changed and not table.slow and not against:
        return Result(True, 1.0, remarks.praise(exercise, table), None)
    name, message = (
        (against if against and against[0] == "no-network" else None)
        or in_catalogue(exercise, table, changed=changed)
        or against
        or (None if steady else ("unsteady", general.UNSTEADY))
        or ends_early(outcomes)
        or slipped(exercise, table, changed)
    )
    score = min(table.score, 0.5 if changed or table.slow or against or not steady else 1.0)
    return Result(False, round(score, 2), remarks.standing(table) + message, name)


def slipped(exercise, table, changed):
    """Return the general mistake; where that says little, the slip that gives what came."""
    found = general.diagnose(exercise, table, changed)
    return (found[0] in SAYS_LITTLE and slips.told(exercise, table)) or found


def ends_early(outcomes):
    """Return name and message if a loop of a wrong answer ends in its first round, or None."""
    line = outcomes[0].seen.cut
    return ("loop-cut-short", loops.MESSAGE.format(line)) if line else None


def still_open(exercise, name, part):
    """Tell whether a part is still to be filled in: dots, nothing, or a guess that says nothing."""
    unsaid = name in exercise.predictions and not remarks.usable(part)
    return part is ... or part is MISSING or unsaid


def in_catalogue(exercise, table, opened=(), changed=None):
    """Return name and message of the catalogued mistake that was made, or None.

    The first wrong part is the fault, and later ones may follow from it: a mistake must explain it.
    One that explains everything that it would spoil goes before one that explains this part alone,
    behind which another mistake may hide.
    """
    wrong = [(i, part) for i, part in table.wrong if part not in opened]
    if not wrong and not changed and not table.slow:
        return None
    first = first_of(wrong, table)
    best, most = None, (0, 0)
    for mistake in exercise.wrongs:
        weight = explained(exercise, mistake, table, opened=opened, changed=changed, first=first)
        if weight > most:
            best, most = (mistake.name, mistake.message), weight
    return best


def first_of(entries, table):
    """Return the first part, in the order of the statement, that is among the entries."""
    return next((part for part in table.columns if part in {p for _, p in entries}), None)


def explained(exercise, mistake, table, *, opened, changed, first):
    """Count the wrong entries that a mistake explains: all that it spoils, or the first part's."""
    if mistake.when:
        rows = [{k: v for k, v in row.items() if k not in opened} for row in table.got]
        seen = list(zip(table.cases, rows, strict=True))
        made = met(mistake.when, [p for row in rows for p in row.values()], seen)
        return (len(table.wrong) if made else 0, 0)
    outcomes = asked(exercise, mistake.answer, table.cases)
    theirs = kept(
        (mistake, outcomes), lambda: tabulate(exercise, outcomes, table.cases, table.right)
    )
    if table.slow:
        return int(bool(theirs.slow)), 0
    spoilt = {place for outcome in outcomes for place, _ in outcome.changed}
    if spoilt and spoilt != set(changed or ()):
        return 0, 0
    entries = [(i, part) for i, part in theirs.wrong if part not in opened]
    places = values_behind(exercise, entries, theirs.got, opened)
    same = [exercise.agree(table.got[i].get(part), theirs.got[i].get(part)) for i, part in places]
    # That both raise is no sign of the same mistake, unless both do in the same few cases.
    told = any(isinstance(theirs.got[i].get(p), (np.ndarray, str, Odd)) for i, p in places)
    told = told or 0 < len({i for i, _ in entries}) < len(table.cases)
    if all(same) and (told or spoilt) and (spoilt or any(p == first for _, p in entries)):
        return len(entries) + bool(spoilt), 0
    return 0, of_first(exercise, table, theirs, entries, first)


def values_behind(exercise, entries, rows, opened):
    """Return the (case, part) of the values by which wrong entries can be compared.

    A requirement has no value of its own: behind it stand all parts of its case.
    """
    if not exercise.requires:
        return entries
    missed = dict.fromkeys(i for i, _ in entries)
    return [(i, part) for i in missed for part in rows[i] if part not in opened]


def of_first(exercise, table, theirs, entries, first):
    """Count the entries of the first wrong part, if a mistake spoils that first as well."""
    if len(table.columns) == 1 or not entries or exercise.requires:
        return 0  # of one requirement nobody can tell what missed it
    if first_of(entries, table) != first:
        return 0
    if exercise.wants_function and {part for _, part in entries} - {p for _, p in table.wrong}:
        return 0  # it would have spoilt what is right
    pairs = [(row[first], mine[first]) for row, mine in zip(theirs.got, table.got, strict=True)]
    told = all(isinstance(value, (np.ndarray, str)) for value, _ in pairs)
    return len(pairs) if told and all(exercise.agree(b, a) for a, b in pairs) else 0
