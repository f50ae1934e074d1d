"""Run the trainings part by part, and store what came out."""

import argparse
import json
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

import nnlib
from benchmarks import machine
from benchmarks.text import counts, letters
from benchmarks.text.pieces import pieces

RESULTS = Path(__file__).parents[1] / "text.json"
RATES = (0.0025, 0.005, 0.01, 0.02, 0.04)
EPOCHS = (1, 2, 4, 8, 16, 32)
STARTS = 5
PSEUDO = (0.01, 0.03, 0.1, 0.3, 1.0)
DISCOUNTS = (0.7, 0.8, 0.9)
COPIED_AFTER = 8  # epochs, in which every list of names is trained: copies can be compared
TEMPERATURES = (0.5, 0.8, 1.0, 1.2)


def counting(train, validation, test, orders=(1, 2, 3, 4, 5, 6)):
    """Return the cost of counts by order, each with the smoothing that does best in validation."""
    rows = []
    for order in orders:
        for name, kind, options in (
            ("add-a", counts.AddA, PSEUDO),
            ("Kneser-Ney", counts.KneserNey, DISCOUNTS),
        ):
            found = [(counts.cost(kind(train, order, o), validation), o) for o in options]
            held, option = min(found)
            cost = counts.cost(kind(train, order, option), test)
            rows.append({"model": name, "order": order, "option": option})
            rows[-1] |= {"validation": rounded(held), "test": rounded(cost)}
    return rows


def rounded(value):
    """Round a cost for the file."""
    return round(float(value), 5)


def rates(kind, train, validation, epochs, rates=RATES, hidden=None):
    """Return the validation cost by rate, one start each."""
    found = {}
    for rate in rates:
        model = letters.learn(letters.network(kind, 100, hidden), train, rate, epochs, 100)
        found[rate] = rounded(letters.cost(model, validation))
    return found


def trained(kind, coded, rate, epochs, seed, hidden=None):
    """Train one start; return the network and the row that is stored of it."""
    train, validation, test = coded
    began = time.perf_counter()
    model = letters.learn(letters.network(kind, seed, hidden), train, rate, epochs, seed)
    row = {"epochs": epochs, "seed": seed, "seconds": round(time.perf_counter() - began, 1)}
    row |= {"validation": rounded(letters.cost(model, validation))}
    return model, row | {"test": rounded(letters.cost(model, test))}


def best(found):
    """Return the key of the lowest value."""
    return min(found, key=found.get)


def copies(write, train, held_out, n=2000):
    """Return which share of n written names stands in the lists, by temperature."""
    known, unseen, rows = set(train), set(held_out), []
    for temperature in TEMPERATURES:
        names = write(n, temperature, np.random.default_rng(0))
        row = {"temperature": temperature, "copies": sum(name in known for name in names) / n}
        row["held_out"] = sum(name in unseen for name in names) / n
        rows.append(row | {"different": len(set(names)) / n})
    return rows


def writer(model):
    """Return how a network writes n names at a temperature."""
    return lambda n, temperature, rng: letters.write(model, n, temperature, rng)


def learning(kinds, names, held_out, epochs, *, tuned_at, starts=STARTS, hidden=None):
    """Choose rates, train and count copies for one list of names."""
    lists = letters.split(names, held_out)
    train, validation, test = lists
    longest = max(map(len, names))
    coded = [letters.encode([*some, "a" * longest]) for some in lists]  # of one length
    coded = [[a[:-1] for a in some] for some in coded]
    result = {"names": [len(some) for some in lists], "nets": {}}
    for kind in kinds:
        tried = rates(kind, *coded[:2], tuned_at, hidden=hidden)
        rate = best(tried)
        model = letters.network(kind, 0, hidden)
        net = {"hidden": model.n_hidden, "parameters": int(model.theta.size)}
        net |= {"rates": {str(r): v for r, v in tried.items()}, "rate": rate, "runs": []}
        for count in epochs:
            for seed in range(starts):
                model, row = trained(kind, coded, rate, count, seed, hidden)
                net["runs"].append(row)
                print(kind, row, flush=True)
            if count == COPIED_AFTER:
                net["copies"] = copies(writer(model), train, validation + test)
        net["copies_at_the_end"] = copies(writer(model), train, validation + test)
        result["nets"][kind] = net
    return result


def first(kinds=("RNN", "LSTM")):
    """Train on first names."""
    return learning(kinds, nnlib.datasets.names(), 516, EPOCHS, tuned_at=8)


def last(kinds=("RNN", "LSTM")):
    """Train on surnames."""
    return learning(kinds, letters.surnames(), 2560, (8,), tuned_at=2, starts=3)


def large():
    """Train a larger LSTM on surnames."""
    return learning(("LSTM",), letters.surnames(), 2560, (8,), tuned_at=1, starts=1, hidden=128)


def counted(names, held_out):
    """Count one list of names."""
    return counting(*letters.split(names, held_out))


def relatives():
    """Return costs of test names with and without a training name one letter away."""
    lists = letters.split(nnlib.datasets.names(), 516)
    train, _, test = lists
    near = letters.with_relatives(test, train)
    kinds = {"with": [n for n in test if n in near], "without": [n for n in test if n not in near]}
    coded = letters.encode([*train, "a" * 11])
    coded = [a[:-1] for a in coded]
    count = counts.KneserNey(train, 5, 0.8)  # the discount that validation chose
    costs = {kind: {"count": rounded(counts.cost(count, some))} for kind, some in kinds.items()}
    for net in ("RNN", "LSTM"):
        rate = read()[f"first names, {net}"]["result"]["nets"][net]["rate"]
        for seed in range(3):
            model = letters.learn(letters.network(net, seed), coded, rate, 16, seed)
            for kind, some in kinds.items():
                cost = rounded(letters.cost(model, letters.encode(some)))
                costs[kind].setdefault(net, []).append(cost)
    return {"names": {kind: len(some) for kind, some in kinds.items()}, "costs": costs}


PARTS = {
    "counts": lambda: counted(nnlib.datasets.names(), 516),
    "counts of surnames": lambda: counted(letters.surnames(), 2560),
    "pieces": pieces,
    "first names, RNN": lambda: first(("RNN",)),
    "first names, LSTM": lambda: first(("LSTM",)),
    "surnames, RNN": lambda: last(("RNN",)),
    "surnames, LSTM": lambda: last(("LSTM",)),
    "surnames, large LSTM": large,
    "relatives": relatives,
}


def read():
    """Return what is stored."""
    return json.loads(RESULTS.read_text("utf-8"))


def main():
    """Run the parts that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=list(PARTS), help=", ".join(PARTS))
    for name in parser.parse_args().parts:
        began = time.perf_counter()
        found = {"date": datetime.now(UTC).date().isoformat(), "result": PARTS[name]()}
        found |= {"machine": machine.describe(), "seconds": round(time.perf_counter() - began)}
        stored = read() if RESULTS.exists() else {}
        stored[name] = found
        stored = {part: stored[part] for part in PARTS if part in stored}
        RESULTS.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")
        print(f"{name}: {found['seconds']} s", flush=True)


if __name__ == "__main__":
    main()
