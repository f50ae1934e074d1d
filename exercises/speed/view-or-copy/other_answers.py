"""Right answers written otherwise."""

KINDS = {
    "guess_views": "all",
    "every_second": "View",
    "picked": "copy",
    "where_large": "copy ",
    "turned": "view",
    "column": "view",
    "in_a_row": "view",
    "turned_in_a_row": "copy",
    "flattened": "copy",
    "views": 4.0,
}


SAME_KIND = "other numbers are picked in the same way"


ANSWERS = [KINDS, tuple(KINDS.values()), KINDS | {"guess_views": 8}]


# Changes to the solution that leave it right, and why.
EQUIVALENT = {
    "line 2: 2 → 3": SAME_KIND,
    "line 3: 0 → 1": SAME_KIND,
    "line 3: 2 → 3": SAME_KIND,
    "line 3: 4 → 5": SAME_KIND,
    "line 4: 4 → 5": SAME_KIND,
    "line 4: Gt → Lt": SAME_KIND,
    "line 5: .T dropped": "W is a view as well",
    "line 6: 1 → 2": SAME_KIND,
    "line 12: 5 → 6": "a guess is not judged",
}
