"""Train every network at every rate from every start, task by task, and store what came out."""

import argparse
import json
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from benchmarks import machine
from benchmarks.memory.cells import Adam, LSTMs, RNNs, losses
from benchmarks.memory.tasks import Reber, Recall
from nnlib import LSTM, RNN

RESULTS = Path(__file__).parents[1] / "memory.json"
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
STARTS = 20
LAST = 0.05  # the share of its rate with which a training ends; it falls in a straight line
# (name, activation, factor of the recurrent weights, forget bias)
NETS = (
    ("sigmoid", "sigmoid", 1.0, None),
    ("tanh", "tanh", 1.0, None),
    ("tanh, halved", "tanh", 0.5, None),
    ("LSTM, 0", None, 1.0, 0.0),
    ("LSTM, 1", None, 1.0, 1.0),
    ("LSTM, 3", None, 1.0, 3.0),
)
TASKS = {f"silence {k}": (Recall, k, False) for k in (4, 8, 16, 32, 64)}
TASKS |= {f"noise {k}": (Recall, k, True) for k in (10, 20, 40, 80)}
TASKS |= {f"reber {m}": (Reber, m) for m in (1, 3)}


def units(D, C, H):
    """Hidden units of the RNN whose number of parameters is nearest to that of an LSTM with H."""
    goal = LSTM(D, H, C).theta.size
    return min(range(1, 99), key=lambda n: abs(RNN(D, n, C).theta.size - goal))


def starts(net, sizes, n=STARTS):
    """Return θ (n, P) of the same n starts whatever the task."""
    _, activation, factor, forget_bias = net
    rows = []
    for seed in range(n):
        rng = np.random.default_rng([2026, seed])
        if activation is None:
            model = LSTM(*sizes, forget_bias=forget_bias, rng=rng)
        else:
            model = RNN(*sizes, activation=activation, rng=rng)
            model.W_hh *= factor
        rows.append(model.theta)
    return np.array(rows)


def ensemble(net, task, H, n=STARTS, dtype=np.float32):
    """Return a net from each start."""
    lstm = net[1] is None
    sizes = (task.D, H if lstm else units(task.D, task.C, H), task.C)
    theta = starts(net, sizes, n).astype(dtype)
    return LSTMs(theta, sizes) if lstm else RNNs(theta, sizes, net[1])


def cost(nets, task, batch):
    """Return the loss of each network on a batch, ∂C/∂z and z of the answers, and the run."""
    x, y, weights = (a.astype(nets.theta.dtype) for a in batch)
    z, found = nets.answers(x, task.every)
    return *losses(z, y, weights), z, found


def train(task, H, nets=NETS, rates=RATES, n=STARTS, updates=None, dtype=np.float32):
    """Train each net at each rate from each start, on the same batches; return rows by net."""
    nets_at = {(net[0], eta): ensemble(net, task, H, n, dtype) for net in nets for eta in rates}
    descents = {key: Adam(some.theta, key[1]) for key, some in nets_at.items()}
    rng, updates = np.random.default_rng(0), updates or task.updates
    for step in range(updates):
        batch, share = task.draw(rng), 1.0 - (1.0 - LAST) * step / updates
        for key, some in nets_at.items():  # one after the other: the arrays of one fit a cache
            _, delta, _, found = cost(some, task, batch)
            descents[key].update(some.gradient(delta, found), share)
    rows = {}
    for name, *_ in nets:
        rows[name] = {"solved": [], "loss": []}
        for eta in rates:
            some = nets_at[name, eta]
            loss, _, z, _ = cost(some, task, task.test)
            rows[name]["solved"].append(int(task.judge(loss, z).sum()))
            rows[name]["loss"].append([round(float(v), 5) for v in loss])
        rows[name] |= {"hidden": some.H, "parameters": some.theta.shape[1]}
    return rows


def hidden(name):
    """Return the units of the LSTM for a task."""
    return 12 if name == "reber 3" else 8


def read():
    """Return what is stored."""
    return json.loads(RESULTS.read_text("utf-8"))


def write(name, found):
    """Store what a task brought, beside the others."""
    stored = read() if RESULTS.exists() else {"tasks": {}}
    stored |= {"rates": RATES, "starts": STARTS, "machine": machine.describe()}
    stored["tasks"][name] = found
    stored["tasks"] = {task: stored["tasks"][task] for task in TASKS if task in stored["tasks"]}
    RESULTS.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


def main():
    """Run the tasks that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tasks", nargs="*", default=list(TASKS), help=", ".join(TASKS))
    for name in parser.parse_args().tasks:
        kind, *how = TASKS[name]
        task, began = kind(*how), time.perf_counter()
        found = {"date": datetime.now(UTC).date().isoformat(), "updates": task.updates}
        found |= {"floor": getattr(task, "floor", 0.0), "nets": train(task, hidden(name))}
        found["seconds"] = round(time.perf_counter() - began)
        write(name, found)
        for net, row in found["nets"].items():
            print(f"{name:12}{net:14}{row['solved']}", flush=True)


if __name__ == "__main__":
    main()
