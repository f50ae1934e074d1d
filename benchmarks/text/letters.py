"""Names as one-hot letters, the split, and networks that learn, write and are judged."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np

import nnlib
from benchmarks.text.counts import PLACE, SYMBOLS

HIDDEN = {"RNN": 64, "LSTM": 30}  # 7,643 and 7,797 parameters


def split(names, held_out, seed=0):
    """Shuffle; return training names, and `held_out` each for validation and test."""
    order = np.random.default_rng(seed).permutation(len(names))
    names = [names[n] for n in order]
    return names[2 * held_out :], names[held_out : 2 * held_out], names[:held_out]


def surnames(n=30_720):
    """Return the n most common surnames of the census, from the package `names` 0.3.0."""
    spec = find_spec("names")
    if spec is None:
        raise ModuleNotFoundError("surnames come from a package: pip install names==0.3.0")
    lines = (Path(spec.origin).parent / "dist.all.last").read_text("ascii").splitlines()
    return sorted({line.split()[0].lower() for line in lines[:n]})


def with_relatives(names, known):
    """Return the names that a letter changed, added or dropped makes one of the known."""
    known = set(known)
    shorter = {cut for name in known for cut in dropped(name)}
    gapped = {cut for name in known for cut in dropped(name, "?")}
    return {
        name
        for name in names
        if name in shorter or dropped(name) & known or dropped(name, "?") & gapped
    }


def dropped(name, mark=""):
    """Return a name without each of its letters, a mark in its place."""
    return {name[:n] + mark + name[n + 1 :] for n in range(len(name))}


def encode(names):
    """Return X, Y (N, T, 27) one-hot and weights (N, T): in comes a dot, then the letters."""
    T = 1 + max(map(len, names))
    numbers = np.zeros((len(names), T + 1), int)
    for row, name in zip(numbers, names, strict=True):
        row[1 : 1 + len(name)] = [PLACE[letter] for letter in name]
    weights = np.arange(T) <= np.array([[len(name)] for name in names])
    one_hot = np.eye(len(SYMBOLS))[numbers]
    return one_hot[:, :-1], one_hot[:, 1:], weights.astype(float)


def network(kind, seed, hidden=None):
    """Make a network from a start."""
    C, hidden = len(SYMBOLS), hidden or HIDDEN[kind]
    options = {"output": "softmax", "loss": "cross_entropy", "rng": np.random.default_rng(seed)}
    if kind == "RNN":
        options["activation"] = "tanh"
    return getattr(nnlib, kind)(C, hidden, C, **options)


def falling(rate, epochs):
    """Return η of each epoch, in a straight line from `rate` to a tenth of it."""
    return lambda epoch: rate * (1 - 0.9 * epoch / max(epochs - 1, 1))


def learn(model, coded, rate, epochs, seed):
    """Train with Adam, in batches of 32, the gradient clipped at 5."""
    X, Y, weights = coded
    nnlib.train(
        model, X, Y, weights=weights, eta=falling(rate, epochs), epochs=epochs, batch_size=32,
        rng=np.random.default_rng(seed), optimizer=nnlib.Adam(), max_norm=5.0,
    )  # fmt: skip
    return model


def cost(model, coded):
    """Return nats a symbol."""
    X, Y, weights = coded
    return float(-(np.log(model.predict(X)) * Y).sum(axis=2)[weights > 0].mean())


def write(model, n, temperature, rng, longest=30):
    """Write n names side by side, each until its dot or until it is too long."""
    x, state = np.zeros((n, len(SYMBOLS))), None
    x[:, 0] = 1.0
    names, going = [""] * n, np.ones(n, bool)
    for _ in range(longest):
        p, state = model.step(x, state)
        z = np.log(p) / temperature  # eq-text-temperature
        p = np.exp(z - z.max(axis=1, keepdims=True))
        chosen = (p.cumsum(axis=1) < rng.random((n, 1)) * p.sum(axis=1, keepdims=True)).sum(axis=1)
        going &= chosen > 0
        names = [
            name + (SYMBOLS[k] if on else "")
            for name, k, on in zip(names, chosen, going, strict=True)
        ]
        x = np.eye(len(SYMBOLS))[chosen]
    return names
