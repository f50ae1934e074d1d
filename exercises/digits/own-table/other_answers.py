"""Right answers written otherwise."""

import csv
import io

import numpy as np

import nnlib


def columns(text):
    rows = list(csv.DictReader(io.StringIO(text)))
    names = [name for name in rows[0] if name != "species"]
    return np.array([[float(row[name] or "nan") for name in names] for row in rows]), rows


def five_parts(text, text_new, rng):
    raw, rows = columns(text)
    new, _ = columns(text_new)
    species = sorted({row["species"] for row in rows})
    labels = np.array([species.index(row["species"]) for row in rows])

    def trained_on(part, *asked):
        middle = np.nanmedian(raw[part], axis=0)
        width = np.nanpercentile(raw[part], 84, axis=0) - middle
        ready = [(np.where(np.isnan(t), middle, t) - middle) / width for t in (raw[part], *asked)]
        network = nnlib.MLP(
            (raw.shape[1], 12, 3),
            activation="relu",
            output="softmax",
            loss="cross_entropy",
            rng=rng,
        )
        nnlib.train(
            network,
            ready[0],
            nnlib.one_hot(labels[part], 3),
            eta=0.01,
            epochs=40,
            batch_size=16,
            optimizer=nnlib.Adam(),
            rng=rng,
        )
        return [network.predict(X) for X in ready[1:]]

    parts = np.array_split(rng.permutation(len(raw)), 5)
    hits = 0
    for part in parts:
        others = np.setdiff1d(np.arange(len(raw)), part)
        (answers,) = trained_on(others, raw[part])
        hits += np.sum(answers.argmax(axis=1) == labels[part])
    (shares,) = trained_on(np.arange(len(raw)), new)
    return {"shares": shares, "score": hits / len(raw)}


def with_a_flag_for_what_is_missing(text, text_new, rng):
    raw, rows = columns(text)
    new, _ = columns(text_new)
    _, labels = np.unique([row["species"] for row in rows], return_inverse=True)
    cut = 2 * len(raw) // 3
    mean, std = np.nanmean(raw[:cut], axis=0), np.nanstd(raw[:cut], axis=0)
    X, X_new = (
        np.hstack([np.nan_to_num((t - mean) / std), np.isnan(t).astype(float)]) for t in (raw, new)
    )
    network = nnlib.MLP(
        (X.shape[1], 20, 3), activation="tanh", output="softmax", loss="cross_entropy", rng=rng
    )
    Y = nnlib.one_hot(labels, 3)
    nnlib.train(network, X[:cut], Y[:cut], eta=0.3, epochs=120, batch_size=20, rng=rng)
    return network.predict(X_new), nnlib.accuracy(network, X[cut:], Y[cut:])


ANSWERS = [five_parts, with_a_flag_for_what_is_missing]


# Changes to the solution that leave it right, and why.
EQUIVALENT = {
    "line 2: 1 → 2": "one bird less in the training",
    "line 6: 3 → 4": "a quarter kept back in place of a third",
    "line 10: 16 → 17": "one hidden unit more",
    "line 18: 60 → 61": "one epoch more",
    "line 19: 20 → 21": "one bird more in a batch",
}
