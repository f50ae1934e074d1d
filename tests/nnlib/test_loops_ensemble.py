"""`train_ensemble(…, engine="loops")`, uncompiled: as the arrays have it, whatever the tiles.

Compiled it runs in test_loops_compiled.py.
"""

import itertools
import signal
import sys
import threading

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from nnlib import datasets, networks, train_ensemble
from nnlib.loops import compiling, ensemble_engine

ACTIVATIONS = ("sigmoid", "tanh", "relu", "identity")
XOR = datasets.xor_gate()


@pytest.fixture(autouse=True)
def _uncompiled(monkeypatch):
    monkeypatch.setattr(ensemble_engine, "compiled", compiling.plain)
    monkeypatch.setattr(ensemble_engine, "TILE", 3)


def trained(engine="loops", sizes=(2, 3, 1), data=XOR, *, seed=3, **options):
    options = {"eta": 0.3, "epochs": 5, "n_networks": 7} | options
    rng = np.random.default_rng(seed)
    result = train_ensemble(sizes, *data, rng=rng, engine=engine, **options)
    return result, rng.random()


def assert_engines_agree(*args, **options):
    (a, drawn_a), (b, drawn_b) = (trained(e, *args, **options) for e in ("arrays", "loops"))
    for mine, other in zip(a, b, strict=True):
        assert other.shape == mine.shape
        assert_allclose(other, mine, rtol=1e-12, atol=1e-14)
    assert drawn_a == drawn_b
    assert not np.isclose(a.history[0], a.history[-1], rtol=1e-9).all(), "nothing was learned"


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("output", ACTIVATIONS)
def test_every_activation_and_output(activation, output):
    X = np.random.default_rng(0).normal(size=(5, 2))
    Y = np.stack([X.sum(axis=1) > 0, X[:, 0] > 0], axis=1).astype(float)
    options = {"activation": activation, "output": output}
    assert_engines_agree((2, 3, 2), (X, Y), eta=0.05, batch_size=2, **options)


@pytest.mark.parametrize("batch_size", [None, 1, 3])
@pytest.mark.parametrize("sizes", [(1, 1, 1), (1, 2, 3), (3, 4, 1), (2, 1, 4)])
def test_every_size_and_batch(sizes, batch_size):
    rng = np.random.default_rng(1)
    data = rng.normal(size=(4, sizes[0])), rng.uniform(size=(4, sizes[2]))
    assert_engines_agree(sizes, data, batch_size=batch_size)


@pytest.mark.parametrize("n_networks", [1, 3, 4])
@pytest.mark.parametrize("epochs", [0, 1, 7])
def test_a_call_of_many_epochs_is_many_calls_of_one(n_networks, epochs, monkeypatch):
    how = {"n_networks": n_networks, "epochs": epochs}
    (expected, _) = trained("arrays", **how)
    for products in (0, 500, 10**9):
        monkeypatch.setattr(ensemble_engine, "PRODUCTS", products)
        for mine, other in zip(expected, trained(**how)[0], strict=True):
            assert_allclose(other, mine, rtol=1e-12)


@pytest.mark.parametrize("n_jobs", [2, 5])
def test_the_numbers_do_not_depend_on_the_threads(n_jobs):
    for one, several in zip(trained()[0], trained(n_jobs=n_jobs)[0], strict=True):
        assert_array_equal(several, one)


def test_numbers_that_saturate_and_a_start_that_stays():
    start = np.random.default_rng(1).normal(size=(7, 13)) * 1e4
    kept = start.copy()
    with np.errstate(all="raise"):
        (a, b) = (trained(e, start=start)[0] for e in ("arrays", "loops"))
    assert_allclose(b.history, a.history, rtol=1e-12)
    assert_array_equal(start, kept)
    assert not np.shares_memory(b.theta, start)


# --- how it ends ---------------------------------------------------------------------------------

LINE = np.linspace(-3, 3, 10)[:, None]


@pytest.mark.parametrize(
    ("scales", "first"),
    [
        # Networks 1, 4 and 6 diverge. With tiles of 3 the first tile is not the first to do so,
        # and where two tiles do so in one epoch, the lower number counts.
        ([1, 100, 1, 1, 1e6, 1, 1e4], 4),
        ([1, 1e4, 1, 1, 1e4, 1, 1e2], 1),
        ([1, 1e2, 1, 1, 1e4, 1, 1e4], 4),
    ],
)
def test_a_divergence_is_the_first_one_whatever_the_tiles(scales, first, monkeypatch):
    start, said = 0.1 * np.array(scales)[:, None] * np.ones((7, 7)), set()
    how = {"activation": "identity", "output": "identity", "eta": 0.002, "epochs": 60}
    for engine, tile, n_jobs in itertools.product(("arrays", "loops"), (1, 3, 100), (1, 2)):
        if engine == "arrays" and n_jobs > 1:
            continue
        monkeypatch.setattr(ensemble_engine, "TILE", tile)
        monkeypatch.setattr(networks, "CHUNK", tile * 20)
        with pytest.raises(FloatingPointError) as info:
            trained(engine, (1, 2, 1), (LINE, LINE**2), start=start, n_jobs=n_jobs, **how)
        said.add(str(info.value))
    (words,) = said
    assert f"network {first} " in words
    assert "at epoch 60" not in words


def test_a_last_step_that_is_too_long_is_noticed():
    data, said = ([[1e10]], [[1e10]]), set()
    for engine in ("arrays", "loops"):
        with pytest.raises(FloatingPointError, match="network 0 is inf at epoch 1") as info:
            trained(engine, (1, 2, 1), data, eta=1e308, epochs=1, output="identity")
        said.add(str(info.value))
    assert len(said) == 1


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_an_interrupt_ends_all_threads_soon(n_jobs, monkeypatch):
    calls, epochs = [], 100_000  # of each tile; far more than are done until Python looks up
    numbers = itertools.count(1)  # one for each call, also where two threads call at once

    def run(*given):
        number = next(numbers)
        calls.append(number)
        if number == 5:
            signal.raise_signal(signal.SIGINT)
        given[-1][...] = 0.5
        return len(given[-1])

    monkeypatch.setattr(ensemble_engine, "compiled", lambda _: run)
    monkeypatch.setattr(ensemble_engine, "PRODUCTS", 0)  # an epoch in a call
    with pytest.raises(KeyboardInterrupt):
        trained(epochs=epochs, n_jobs=n_jobs)
    for thread in threading.enumerate():  # one that was interrupted as it began is not waited for
        if thread.name.startswith("ThreadPoolExecutor"):
            thread.join()
    assert 5 <= len(calls) < epochs


def test_an_error_in_a_thread_reaches_the_caller(monkeypatch):
    def run(*_):
        raise MemoryError

    monkeypatch.setattr(ensemble_engine, "compiled", lambda _: run)
    with pytest.raises(MemoryError):
        trained(n_jobs=2)


# --- what goes in --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"engine": "loop"}, ValueError, "engine must be one of 'arrays', 'loops'; got 'loop'"),
        ({"n_jobs": 0}, ValueError, "n_jobs must be a whole number >= 1, got 0"),
        ({"n_jobs": 1.5}, TypeError, "n_jobs must be a whole number >= 1, got 1.5"),
        (
            {"engine": "arrays", "n_jobs": 2},
            ValueError,
            "n_jobs must be 1 with engine='arrays', got 2; write engine='loops'",
        ),
    ],
)
def test_bad_settings_are_named(change, error, message):
    with pytest.raises(error, match=message):
        trained(**change)


def test_without_numba_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "numba", None)
    monkeypatch.setattr(ensemble_engine, "compiled", compiling.compiled.__wrapped__)
    with pytest.raises(ImportError, match=r'pip install "nnlib\[loops\]".*engine=\'arrays\''):
        trained()
