"""Two engines, one training: twins of a model, one trained by arrays and one in loops."""

import copy
from typing import NamedTuple

import numpy as np
from numpy.testing import assert_allclose

from nnlib import train


class Trained(NamedTuple):
    model: object
    history: object
    rng: object
    optimizer: object


def train_by(engine, model, X, Y, *, seed=None, optimizer=None, **options):
    """Train a copy of a model, with a generator and an optimizer of its own."""
    model, rng = copy.deepcopy(model), None if seed is None else np.random.default_rng(seed)
    optimizer = None if optimizer is None else optimizer()
    options = {"eta": 0.1, "epochs": 3} | options
    history = train(model, X, Y, rng=rng, optimizer=optimizer, engine=engine, **options)
    return Trained(model, history, rng, optimizer)


def assert_engines_agree(model, X, Y, tolerance=1e-13, **options):
    """Train both ways; θ, history, generator and optimizer must end as one."""
    a, b = (train_by(engine, model, X, Y, **options) for engine in ("arrays", "loops"))
    assert_allclose(b.model.theta, a.model.theta, rtol=0, atol=tolerance)
    assert_allclose(b.history.loss, a.history.loss, rtol=tolerance, atol=tolerance)
    if a.history.validation is None:
        assert b.history.validation is None
    else:
        assert_allclose(b.history.validation, a.history.validation, rtol=tolerance)
    if a.rng is not None:
        assert a.rng.bit_generator.state == b.rng.bit_generator.state
    if a.optimizer is not None:
        assert (a.optimizer.steps, len(a.optimizer.arrays)) == (
            b.optimizer.steps,
            len(b.optimizer.arrays),
        )
        for mine, other in zip(a.optimizer.arrays, b.optimizer.arrays, strict=True):
            assert_allclose(other, mine, rtol=0, atol=tolerance)
    assert abs(a.model.theta - model.theta).max() > 1e-6, "nothing was learned: nothing compared"
    return a, b
