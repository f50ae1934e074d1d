"""The benchmark of memory: its formulas are nnlib's, its judge is right, a small part comes out."""

import sys
from pathlib import Path

import numpy as np
import pytest

import nnlib

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT))

from benchmarks.memory import __main__ as memory  # noqa: E402
from benchmarks.memory.tasks import Reber, Recall, followers, possible  # noqa: E402

TASKS = {"noise": Recall(5, True), "silence": Recall(5, False), "reber": Reber(1)}


@pytest.mark.parametrize("net", memory.NETS, ids=lambda net: net[0])
@pytest.mark.parametrize("name", TASKS)
def test_losses_and_gradients_are_those_of_nnlib(name, net):
    task = TASKS[name]
    x, y, weights = batch = task.draw(np.random.default_rng(3), 6)
    nets = memory.ensemble(net, task, 3, 3, np.float64)
    nets.theta += 0.2 * np.random.default_rng(1).normal(size=nets.theta.shape)
    losses, delta, _, found = memory.cost(nets, task, batch)
    grads = nets.gradient(delta, found)
    head = ("softmax" if task.C > 1 else "sigmoid"), ("each" if task.every else "last")
    options = {"output": head[0], "loss": "cross_entropy", "answers": head[1]}
    for theta, loss, grad in zip(nets.theta, losses, grads, strict=True):
        if net[1] is None:
            model = nnlib.LSTM(task.D, nets.H, task.C, **options)
        else:
            model = nnlib.RNN(task.D, nets.H, task.C, activation=net[1], **options)
        model.theta = theta
        X, (T, _, N) = x.transpose(2, 0, 1), x.shape
        if task.every:
            Y = y.reshape(task.C, T, N).transpose(2, 1, 0)
            value, expected = model.loss_and_grad(X, Y, weights=weights.reshape(T, N).T)
        else:
            value, expected = model.loss_and_grad(X, y.T)
        assert loss == pytest.approx(value, rel=1e-12)
        np.testing.assert_allclose(grad, expected, rtol=1e-9, atol=1e-14)


def test_what_may_follow_is_what_the_grammar_says():
    # B T | B T X S E | T: after the inner B both, then both of node 1, of 3, E, the T again, E.
    assert followers("BTBTXSET") == ["TP", "B", "TP", "SX", "XS", "E", "T", "E"]
    assert followers("BPBPVVEP")[-2:] == ["P", "E"]
    two = followers("BPBPVVEBTXSEP")
    assert two[6] == "B"
    assert two[-2:] == ["P", "E"]


def test_what_follows_is_always_possible_and_the_floor_is_that_of_the_strings():
    for m in (1, 3):
        task = Reber(m)
        x, y, weights = task.test
        there = weights > 0
        allowed = possible(x).transpose(1, 0, 2).reshape(7, -1)[:, there]
        assert (allowed[y[:, there].argmax(axis=0), np.arange(there.sum())]).all()
        expected = np.log(2) * (6 * m + 1) / (8 * m + 3)
        assert task.floor == pytest.approx(expected, rel=0.03)


def test_the_judge_wants_every_possible_symbol_above_every_impossible_one():
    task = Reber(1)
    right = np.where(task.possible, 1.0, 0.0).transpose(1, 0, 2).reshape(7, -1)
    wrong = right.copy()
    column = int(np.argmax(task.test[2] > 0))
    wrong[:, column] = 1.0 - wrong[:, column]
    assert task.judge(None, np.stack([right, wrong])).tolist() == [True, False]


def test_nets_that_start_alike_end_alike():
    """The examples are the same for every start: equal starts stay equal."""
    task = Recall(4, True)
    with pytest.MonkeyPatch.context() as patch:
        same = lambda net, sizes, n: np.tile(STARTS(net, sizes, 1), (n, 1))  # noqa: E731
        patch.setattr(memory, "starts", same)
        rows = memory.train(task, 3, memory.NETS[4:5], rates=(0.01,), n=3, updates=5)
    losses = rows["LSTM, 1"]["loss"][0]
    assert losses == [losses[0]] * 3


STARTS = memory.starts


def test_a_small_part_of_what_is_stored_comes_out_again():
    """Silence over 4 steps, one rate, the first 6 of the 20 starts; float32 rounds differently."""
    stored = memory.read()
    assert stored["rates"] == list(memory.RATES)
    assert stored["starts"] == memory.STARTS == 20
    assert set(stored["tasks"]) == set(memory.TASKS)
    nets = [memory.NETS[1], memory.NETS[4]]
    rows = memory.train(Recall(4, False), 8, nets, rates=(0.01,), n=6)
    for net in nets:
        there = stored["tasks"]["silence 4"]["nets"][net[0]]
        assert rows[net[0]]["parameters"] == there["parameters"]
        np.testing.assert_allclose(
            rows[net[0]]["loss"][0], there["loss"][stored["rates"].index(0.01)][:6], rtol=0.05
        )
        assert rows[net[0]]["solved"] == [6]


def test_sizes_are_as_near_as_whole_units_allow():
    for task in (Recall(4, True), Recall(4, False), Reber(1)):
        goal = nnlib.LSTM(task.D, 8, task.C).theta.size
        n = memory.units(task.D, task.C, 8)
        sizes = [abs(nnlib.RNN(task.D, n + k, task.C).theta.size - goal) for k in (-1, 0, 1)]
        assert min(sizes) == sizes[1]
