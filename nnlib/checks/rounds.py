"""Other numbers for an exercise on paper, with which it comes back on its page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, kw_only=True)
class Round:
    """Other numbers for an exercise on paper, with which it comes back on its page.

    Attributes
    ----------
    swaps : mapping
        What stands in statement, hints, why and solution, word for word as in their files and
        within one paragraph, and what takes its place. `swaps` makes it.
    right : dict
        The right answer with these numbers.
    wrongs : tuple of Wrong
        The same mistakes as ever, made with these numbers.
    requires : mapping or None
        The requirements with these numbers, of an exercise that has some.
    """

    swaps: Mapping
    right: object
    wrongs: tuple
    requires: Mapping | None = field(default=None)

    def swapped(self, text):
        """Return a text with these numbers in the place of the first ones."""
        longest_first = sorted(self.swaps, key=len, reverse=True)
        any_of_them = re.compile("|".join(map(re.escape, longest_first)))
        return any_of_them.sub(lambda found: self.swaps[found[0]], text)  # each place once


def swaps(phrases, first, fresh):
    """Return what takes the place of what, by saying the same with two sets of numbers.

    Parameters
    ----------
    phrases : callable
        ``phrases(**numbers)`` returns a list of the pieces of text that hold numbers.
    first, fresh : mapping
        The numbers of the statement, and those of a round.

    Raises
    ------
    ValueError
        If a piece of text would have two pieces in its place: it has to be a longer one.
    """
    return in_place_of(phrases(**first), phrases(**fresh))


def in_place_of(before, after):
    """Return which piece of text takes the place of which; see `swaps`."""
    made = {}
    for old, new in zip(before, after, strict=True):
        if made.setdefault(old, new) != new:
            raise ValueError(
                f"phrases must be different where different ones take their place: {old!r} "
                f"becomes {made[old]!r} and {new!r}; say more of the text around it"
            )
    return made


def anew(given, first, *, phrases, right, wrongs):
    """Return the round that has the numbers `given` where the statement has `first`.

    Parameters
    ----------
    given, first : object
        The numbers, in whatever the exercise keeps them.
    phrases, right, wrongs : callable
        What returns, for such numbers, the pieces of text, the right answer and the mistakes.
    """
    made = in_place_of(phrases(first), phrases(given))
    return Round(swaps=made, right=right(given), wrongs=wrongs(given))


def minus(number):
    """Return a number as it is read in a text, with a minus sign in place of a hyphen."""
    return f"{number:g}".replace("-", "−")


def tex(number, small=True):
    r"""Return a number as a formula has it: ``-2`` or, a fraction, ``\tfrac34``."""
    exact = Fraction(number).limit_denominator(10_000)
    sign, over, under = "-" if exact < 0 else "", abs(exact.numerator), exact.denominator
    if under == 1:
        return f"{sign}{over}"
    digits = f"{over}{under}" if over < 10 and under < 10 else f"{{{over}}}{{{under}}}"
    return rf"{sign}\{'tfrac' if small else 'frac'}{digits}"


def code(number):
    """Return a number as a solution writes it: ``-2`` or, a fraction, ``3 / 4``."""
    exact = Fraction(number).limit_denominator(10_000)
    return f"{exact.numerator}" + (f" / {exact.denominator}" if exact.denominator > 1 else "")
