"""Right answers written otherwise."""

import numpy as np


def with_a_counter(losses, patience):
    kept, waited, ran = 0, 0, 0
    for loss in losses:
        ran += 1
        if ran == 1 or loss < losses[kept]:
            kept, waited = ran - 1, 0
        else:
            waited += 1
        if waited == patience:
            break
    return {"best": kept, "ran": ran}


def without_a_loop(losses, patience):
    lowest = np.minimum.accumulate(losses)
    new = np.concatenate([[True], losses[1:] < lowest[:-1]])
    since = np.arange(len(losses)) - np.maximum.accumulate(np.where(new, np.arange(len(losses)), 0))
    late = np.flatnonzero(since >= patience)
    ran = late[0] + 1 if len(late) else len(losses)
    return np.array([np.argmin(losses[:ran]), ran])


ANSWERS = [with_a_counter, without_a_loop]


# Changes to the solution that leave it right, and why.
EQUIVALENT = {"line 2: 0 → 1": "the first loss is below infinity, and its epoch is taken"}
