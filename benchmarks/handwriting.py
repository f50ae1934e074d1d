"""What chapters/digits.ipynb measures over ten seeds, too long for a chapter that runs in a minute.

    python -m benchmarks.handwriting

writes `benchmarks/digits.json`: for each setting what each of ten networks reached, with machine,
versions and date. Accuracies are shares of right answers. Nothing here is timed, so the machine
need not be quiet. `settings` names what is run; `outcome` runs one setting with one seed, and
tests/test_digits_chapter.py repeats a few of them.
"""

import json
from datetime import date
from pathlib import Path

import numpy as np

import nnlib
from benchmarks import machine

STORED = Path(__file__).with_name("digits.json")
SEEDS = range(10)
X, LABELS = nnlib.datasets.digits()
Y = nnlib.one_hot(LABELS)
REST, LAST = np.arange(1437), np.arange(1437, 1797)  # as in the chapter: the last fifth is the test
SHUFFLED = np.random.default_rng(0).permutation(REST)
TRAINING, VALIDATION = SHUFFLED[:1077], SHUFFLED[1077:]
OPTIMIZERS = {"plain": lambda: None, "momentum": lambda: nnlib.Momentum(0.9), "adam": nnlib.Adam}


def fit(
    rows,
    seed,
    *,
    sizes=(64, 30, 10),
    activation="sigmoid",
    eta=1.0,
    epochs=60,
    batch_size=32,
    optimizer="plain",
    weight_decay=0.0,
):
    """Train one network on some rows of the data, watched on the validation set, if it can.

    Returns the network and its history; the network is None where the training diverged.
    """
    rng = np.random.default_rng(seed)
    softmax = {"output": "softmax", "loss": "cross_entropy"}
    network = nnlib.MLP(tuple(sizes), activation=activation, rng=rng, **softmax)
    try:
        history = nnlib.train(
            network,
            X[rows],
            Y[rows],
            eta=eta,
            epochs=epochs,
            batch_size=batch_size,
            rng=rng,
            optimizer=OPTIMIZERS[optimizer](),
            weight_decay=weight_decay,
            validation=(X[VALIDATION], Y[VALIDATION]),
        )
    except FloatingPointError:
        return None, None
    return network, history


def outcome(seed, *, n_training=1077, **options):
    """Return what the chapter asks of one network that is to be chosen: never of the test set."""
    rows = TRAINING[:n_training]
    network, history = fit(rows, seed, **options)
    if network is None:
        return {"accuracy": 0.1, "loss": None, "lowest": None, "at": None, "training": None}
    hidden = network.forward(X[rows]).A[1]
    return {
        "accuracy": nnlib.accuracy(network, X[VALIDATION], Y[VALIDATION]),
        "loss": float(history.validation[-1]),
        "lowest": float(history.validation.min()),
        "at": int(history.validation.argmin()) + 1,
        "training": float(history.loss[-1]),
        "dead": int((hidden.max(axis=1) == 0).sum()),
    }


def settings():
    """Return the experiments: a list of options of `outcome` under the name of each."""
    decades = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0]
    widths = [1, 2, 3, 5, 10, 30, 100, 300]
    small = {"n_training": 200, "epochs": 200}
    rates = {
        "plain": [0.03, 0.1, 0.3, 1.0, 3.0, 10.0],
        "momentum": [0.003, 0.01, 0.03, 0.1, 0.3, 1.0],
        "adam": [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1],
    }
    return {
        "rate": [{"eta": eta} for eta in decades],
        "width": [{"sizes": [64, width, 10]} for width in widths],
        "batch": [
            {"batch_size": size, "eta": eta}
            for size in (4, 32, 256, 1077)
            for eta in (0.1, 0.3, 1.0, 3.0, 10.0)
        ],
        "decay": [small | {"weight_decay": decay} for decay in (0.0, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2)],
        "data": [{"n_training": n, "epochs": 200} for n in (50, 100, 200, 400, 800, 1077)],
        "optimizer": [
            {"optimizer": name, "eta": eta, "epochs": 10}
            for name, etas in rates.items()
            for eta in etas
        ],
        "activation": [
            {"activation": name, "eta": eta, "epochs": 20}
            for name in ("sigmoid", "tanh", "relu")
            for eta in (0.03, 0.1, 0.3, 1.0, 3.0)
        ],
    }


def splits(seed):
    """Return the training and the test rows of the two splits, the second drawn by the seed."""
    shuffled = np.random.default_rng(100 + seed).permutation(len(X))
    return {"last 360": (REST, LAST), "360 at random": (shuffled[360:], shuffled[:360])}


def nearest(training, test):
    """Return, for each test row, the label of the training image that is nearest to it."""
    distance = ((X[test][:, None] - X[training]) ** 2).sum(axis=2)
    return LABELS[training][distance.argmin(axis=1)]


def _majority(training, test, _seed):
    return np.full(len(test), np.bincount(LABELS[training]).argmax())


def _nearest(training, test, _seed):
    return nearest(training, test)


def _regression(training, test, seed):
    network, _ = fit(training, seed, sizes=(64, 10))
    return network.predict(X[test]).argmax(axis=1)


def _network(training, test, seed):
    network, _ = fit(training, seed, **CHOSEN)
    return network.predict(X[test]).argmax(axis=1)


def _scikit_learn(training, test, seed):
    from sklearn.neural_network import MLPClassifier

    rival = MLPClassifier((30,), max_iter=1000, random_state=seed)
    return rival.fit(X[training], LABELS[training]).predict(X[test])


# What the chapter chooses, all by the validation set; its other options are those of `fit`.
CHOSEN = {"activation": "sigmoid", "eta": 1.0, "epochs": 60}
METHODS = {
    "the most frequent digit": _majority,
    "the nearest image": _nearest,
    "softmax regression, 64-10": _regression,
    "the network, 64-30-10": _network,
    "scikit-learn, 64-30-10": _scikit_learn,
}


def scores(method, seed):
    """Return the accuracy of a method on the test rows of each split, for one seed."""
    return {
        name: float(np.mean(METHODS[method](training, test, seed) == LABELS[test]))
        for name, (training, test) in splits(seed).items()
    }


def blocks(seed):
    """Return the accuracies on each tenth of the file, after training on the other nine tenths."""
    found = []
    for test in np.array_split(np.arange(len(X)), 10):
        training = np.setdiff1d(np.arange(len(X)), test)
        answers = _network(training, test, seed)
        found.append(float(np.mean(answers == LABELS[test])))
    return found


def measure():
    """Run everything, with a word on how it goes."""
    results = {"machine": machine.describe(), "date": date.today().isoformat(), "runs": {}}
    for name, options in settings().items():
        print(name, "…", flush=True)
        results["runs"][name] = [
            {"options": one, "seeds": [outcome(seed, **one) for seed in SEEDS]} for one in options
        ]
    results["tests"] = {}
    for method in METHODS:
        print(method, "…", flush=True)
        found = [scores(method, seed) for seed in SEEDS]
        results["tests"][method] = {name: [one[name] for one in found] for name in splits(0)}
    print("ten blocks …", flush=True)
    results["blocks"] = [blocks(seed) for seed in SEEDS]
    return results


def store(results):
    """Write the results, a line for each setting; six digits are more than anybody reads."""
    lines = []
    for name, value in results.items():
        if name == "runs":
            parts = []
            for run, of_run in value.items():
                rows = ",\n  ".join(json.dumps(_rounded(one)) for one in of_run)
                parts.append(f'"{run}": [\n  {rows}]')
            lines.append('"runs": {\n ' + ",\n ".join(parts) + "}")
        elif isinstance(value, list):
            rows = ",\n  ".join(json.dumps(_rounded(one)) for one in value)
            lines.append(f'"{name}": [\n  {rows}]')
        else:
            lines.append(f'"{name}": {json.dumps(_rounded(value), ensure_ascii=False)}')
    STORED.write_text("{" + ",\n".join(lines) + "}\n", "utf-8")


def _rounded(value):
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list) else value


if __name__ == "__main__":
    store(measure())
    print(f"stored in {STORED.name}")
