"""Right answers written otherwise."""

ON_PAPER = {
    "calls": 6,
    "one": 3.03,
    "loop": 3030,
    "thousand": 33,
    "times_faster": 91.82,
    "balance": 100,
    "never_more_than": 101,
}


ANSWERS = [ON_PAPER, list(ON_PAPER.values())]
