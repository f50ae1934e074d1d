"""Cases, a right answer and known mistakes of digits.by-writer."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong


def appearing(writers):
    """Return the people in the order of their first images."""
    people, first = np.unique(writers, return_index=True)
    return people[np.argsort(first)]


def split(chosen):
    """Return an answer: `chosen(writers, n)` are the people of the test set."""

    def answer(writers, n):
        held = np.isin(writers, chosen(writers, n))
        return np.flatnonzero(~held), np.flatnonzero(held)

    return answer


def parted(held):
    """Return an answer: `held(writers, n)` marks the images of the test set."""

    def answer(writers, n):
        marks = held(writers, n)
        return np.flatnonzero(~marks), np.flatnonzero(marks)

    return answer


by_people = split(lambda writers, n: appearing(writers)[-n:])


def last(writers, count):
    """Mark the last images."""
    return np.arange(len(writers)) >= len(writers) - count


def at_random(writers, n):
    """Mark as many images as there should be, at random."""
    count = len(by_people(writers, n)[1])
    return np.isin(
        np.arange(len(writers)), np.random.default_rng(0).permutation(len(writers))[:count]
    )


def ones_of_each(writers, n):
    """Mark the last image of each person."""
    return np.isin(
        np.arange(len(writers)), [np.flatnonzero(writers == w)[-1] for w in set(writers)]
    )


def torn_apart(seen):
    """Recognise a split of images that leaves most people on both sides, and is no tail."""
    for (writers, _), parts in ((case.args, parts) for case, parts in seen):
        sides = [np.asarray(parts[name], float) for name in ("train", "test")]
        everything = np.arange(len(writers))
        if any(side.ndim != 1 for side in sides):
            return False
        if not np.array_equal(np.sort(np.concatenate(sides)), everything):
            return False
        train, test = (side.astype(int) for side in sides)
        tail = np.array_equal(test, everything[-len(test) :])
        each = len(test) == len(set(writers)) == len(set(writers[test]))
        if tail or each or np.isin(writers[test], writers[train]).mean() < 0.5:
            return False
    return True


def writer_cases(rng):
    """Return people with numbers in no order, of whom some come back later."""

    def drawn(n_people):
        people = rng.permutation(40)[:n_people]
        while np.array_equal(np.argsort(people)[-3:], [n_people - 3, n_people - 2, n_people - 1]):
            people = rng.permutation(40)[:n_people]
        images = np.concatenate([np.full(rng.integers(4, 8), p) for p in people])
        again = np.concatenate([people[1:4], people[:1]]).repeat(2)  # they come back at the end
        return np.concatenate([images, again])

    def in_turns(writers):
        """Let the last three people draw in turns."""
        late = appearing(writers)[-3:]
        turns = np.flatnonzero(np.isin(writers, late))
        writers[turns] = np.resize(late, len(turns))
        return writers

    return [
        Case("seven people, the last two", (drawn(7), 2)),
        Case("nine people, the last three", (drawn(9), 3)),
        Case("six people, the last one", (drawn(6), 1)),
        Case("eight people, of whom the last two took turns", (in_turns(drawn(8)), 2)),
    ]


EXERCISE = Exercise(
    kind="find the bug",
    points=2,
    cases=writer_cases,
    parts=("train", "test"),
    right=by_people,
    wrongs=(
        Wrong(
            "person-by-person",
            "The right images, person by person. Asked for is ascending order.",
            lambda writers, n: (
                by_people(writers, n)[0],
                np.concatenate([np.flatnonzero(writers == p) for p in appearing(writers)[-n:]]),
            ),
        ),
        Wrong(
            "largest-numbers",
            "You took the numbers of the people for their order: all from the largest number less "
            "n on. The numbers say nothing.",
            parted(lambda writers, n: writers > writers.max() - n),
        ),
        Wrong(
            "fewest-images",
            "The people with the fewest images are held back. Asked for are the last on the list.",
            split(
                lambda writers, n: np.unique(writers)[
                    np.argsort(np.unique(writers, return_counts=True)[1], kind="stable")[:n]
                ]
            ),
        ),
        Wrong(
            "a-fifth",
            "The last fifth of the images is held back. `n` says how many *people* are.",
            parted(lambda writers, n: last(writers, len(writers) - len(writers) * 4 // 5)),
        ),
        Wrong(
            "images-at-random",
            "Images were drawn at random, as your friend did. Choose people.",
            parted(at_random),
            torn_apart,
        ),
        Wrong(
            "last-images",
            "These are the last images, as many as there should be. Somebody whose images stand "
            "there may have others further up.",
            parted(lambda writers, n: last(writers, len(by_people(writers, n)[1]))),
        ),
        Wrong(
            "n-images",
            "The last `n` *images* are held back. `n` counts people.",
            parted(last),
        ),
        Wrong(
            "last-by-number",
            "People were sorted by their numbers. The order asked for is that of their first "
            "images.",
            split(lambda writers, n: np.unique(writers)[-n:]),
        ),
        Wrong(
            "first-people",
            "These are the first people on the list. Asked for are the last.",
            split(lambda writers, n: appearing(writers)[:n]),
        ),
        Wrong(
            "first-by-number",
            "These are the people with the smallest numbers.",
            split(lambda writers, n: np.unique(writers)[:n]),
        ),
        Wrong(
            "last-seen",
            "You took those whose *last* image comes last. The list notes each person at the "
            "first image.",
            split(lambda writers, n: list(dict.fromkeys(np.asarray(writers)[::-1].tolist()))[:n]),
        ),
        Wrong(
            "one-person-too-few",
            "One person too few is held back: `[-n:]` has the last n.",
            split(lambda writers, n: appearing(writers)[len(appearing(writers)) - n + 1 :]),
        ),
        Wrong(
            "one-person-too-many",
            "One person too many is held back.",
            split(lambda writers, n: appearing(writers)[-n - 1 :]),
        ),
        Wrong(
            "nth-from-the-end",
            "Only one person is held back, the one who stands in place n from the end. Asked for "
            "are all from there.",
            split(lambda writers, n: appearing(writers)[-n - 1 : -n]),
        ),
        Wrong(
            "sides-swapped",
            "The sides are swapped: `train` first, then `test`.",
            lambda *args: by_people(*args)[::-1],
        ),
        Wrong(
            "all-in-training",
            "All images are in the training, those of the test as well.",
            lambda writers, n: (np.arange(len(writers)), by_people(writers, n)[1]),
        ),
        Wrong(
            "test-by-first-images",
            "Only the first image of each of these people is in the test set, and the others are "
            "nowhere.",
            lambda writers, n: (
                by_people(writers, n)[0],
                np.sort([np.flatnonzero(writers == w)[0] for w in appearing(writers)[-n:]]),
            ),
        ),
        Wrong(
            "one-image-of-each",
            "One image of each person is held back. So everybody is on both sides.",
            parted(ones_of_each),
        ),
        Wrong(
            "those-who-return-left-out",
            "From the first image of the first held person on, all goes to the test set. People "
            "who come back are on both sides.",
            parted(
                lambda writers, n: (
                    np.arange(len(writers)) >= np.flatnonzero(writers == appearing(writers)[-n])[0]
                )
            ),
        ),
        Wrong(
            "marks",
            "Marks came, a truth value for each image. Asked for are the places: "
            "`np.flatnonzero` makes them.",
            lambda writers, n: (
                ~np.isin(writers, appearing(writers)[-n:]),
                np.isin(writers, appearing(writers)[-n:]),
            ),
        ),
        Wrong(
            "people-for-images",
            "These are the numbers of the people. Asked for are the places of their images.",
            lambda writers, n: (appearing(writers)[:-n], appearing(writers)[-n:]),
        ),
        Wrong(
            "writers-of-the-images",
            "For each image its writer came. Asked for are the places of the images.",
            lambda writers, n: tuple(np.asarray(writers)[part] for part in by_people(writers, n)),
        ),
        Wrong(
            "places-from-one",
            "The places begin with 1. Python counts from 0.",
            lambda *args: tuple(part + 1 for part in by_people(*args)),
        ),
        Wrong(
            "backwards",
            "The places are right and come in descending order.",
            lambda *args: tuple(part[::-1] for part in by_people(*args)),
        ),
        Wrong(
            "test-alone",
            "Only the test set came: `train, test`.",
            lambda *args: by_people(*args)[1],
        ),
        Wrong(
            "training-of-a-fifth",
            "Only as many training images as test images came. All that are not held back train.",
            lambda *args: (
                by_people(*args)[0][: len(by_people(*args)[1])],
                by_people(*args)[1],
            ),
        ),
    ),
)
