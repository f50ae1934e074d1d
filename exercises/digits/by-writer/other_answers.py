"""Right answers written otherwise."""

import numpy as np


def by_loops(writers, n):
    people = []
    for w in writers:
        if w not in people:
            people.append(w)
    held = set(people[len(people) - n :])
    train = [k for k, w in enumerate(writers) if w not in held]
    return train, [k for k, w in enumerate(writers) if w in held]


def by_first_images(writers, n):
    _, first, inverse = np.unique(writers, return_index=True, return_inverse=True)
    late = first[inverse] >= np.sort(first)[-n]
    return {"train": np.where(~late)[0], "test": np.where(late)[0]}


ANSWERS = [by_loops, by_first_images]
