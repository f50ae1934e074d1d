"""The verdict on an answer."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """What the engine makes of an answer.

    Attributes
    ----------
    passed : bool
        Whether it is right in every respect.
    score : float
        Between 0 and 1: the share of the parts, or of the cases, that are right.
    message : str
        What the learner reads.
    diagnosis : str or None
        The short name of the mistake; None for a right answer.
    """

    passed: bool
    score: float
    message: str
    diagnosis: str | None
