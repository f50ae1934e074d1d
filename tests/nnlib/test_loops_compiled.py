"""`engine="loops"` as Numba compiles it: a thousand steps, and what is kept on disk.

What can be chosen is a number at run time, so one compilation serves every test of a network.
"""

import itertools
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from cases import MAKERS, data, filled, is_recurrent
from engines import assert_engines_agree, train_by
from numpy.testing import assert_allclose, assert_array_equal

import nnlib
from nnlib import LSTM, MLP, RNN, Adam, Momentum, Neuron, train
from nnlib.loops import compiling, engine

numba = pytest.importorskip("numba", reason="compiles the loops: pip install 'nnlib[loops]'")

KNOWN = [name for name, make in MAKERS.items() if isinstance(make(), tuple(engine.NETWORKS))]
# At these η no training is near the edge where a last digit decides what becomes of it.
RULES = [
    {"eta": 0.02},
    {"eta": 0.02, "momentum": 0.9},
    {"eta": 0.02, "optimizer": lambda: Momentum(0.7)},
    {"eta": 0.002, "optimizer": Adam},
]
BATCHES = [
    {"epochs": 1000},
    {"epochs": 500, "batch_size": 4, "seed": 2},
    {"epochs": 167, "batch_size": 1, "shuffle": False},
]
MORE = [
    {},
    {"max_norm": 0.05, "weights": np.array([1.0, 0.5, 0.0, 2.0, 3.0, 1.5])},
    {"weight_decay": 0.01, "max_norm": 0.2},
    {"weight_decay": 0.05, "weights": np.arange(1.0, 7.0)},
]
CASES = list(itertools.product(RULES, BATCHES, MORE))
PARTS = 6  # of the cases; a network has one


@pytest.mark.parametrize("name", KNOWN)
def test_a_thousand_steps_are_those_of_the_array_engine(name):
    """Each network has a part of the cases; together they meet every pair of options."""
    for rule, batches, more in CASES[KNOWN.index(name) % PARTS :: PARTS]:
        model, X, Y = filled(name)
        if is_recurrent(model):  # through time a last digit grows sooner
            rule = rule | {"eta": 0.1 * rule["eta"]}  # noqa: PLW2901
        try:
            assert_engines_agree(model, X, Y, tolerance=1e-12, **rule, **batches, **more)
        except AssertionError as error:
            error.add_note(f"{name}, {rule}, {batches}, {more}")
            raise


def test_every_pair_of_options_is_met_by_some_network():
    met = {
        pair
        for k in range(min(PARTS, len(KNOWN)))
        for rule, batches, more in CASES[k::PARTS]
        for pair in itertools.combinations((id(rule), id(batches), id(more)), 2)
    }
    groups = itertools.combinations((RULES, BATCHES, MORE), 2)
    assert met == {(id(a), id(b)) for one, two in groups for a in one for b in two}


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "identity"])
@pytest.mark.parametrize("output", ["sigmoid", "tanh", "relu", "identity", "softmax"])
def test_every_activation_and_output(activation, output):
    loss = "cross_entropy" if output in {"sigmoid", "softmax"} else "mse"
    model = MLP((2, 5, 3, 2), activation=activation, output=output, loss=loss)
    model.theta = np.random.default_rng(1).uniform(-0.4, 0.8, model.theta.size)
    X, Y = data(model, n=20)
    for size in (None, 20, 16, 1):
        assert_engines_agree(model, X, Y, batch_size=size, shuffle=False, epochs=3)


def test_many_examples_and_units():
    model = MLP((20, 30, 10), output="softmax", loss="cross_entropy")
    X, Y = data(model, n=300)
    assert_engines_agree(model, X, Y, epochs=3)
    assert_engines_agree(model, X, Y, epochs=3, batch_size=128, seed=1, optimizer=Adam)


@pytest.mark.parametrize("kind", [RNN, LSTM])
def test_a_thousand_steps_through_time_and_masks(kind):
    model, rng = kind(2, 5, 3, output="softmax", loss="cross_entropy"), np.random.default_rng(4)
    X, Y = data(model, n=40, time=7)
    masks = np.arange(7) < rng.integers(0, 8, (40, 1))
    how = {"eta": 0.002, "optimizer": Adam, "max_norm": 0.1, "weights": masks, "seed": 0}
    assert_engines_agree(model, X, Y, tolerance=1e-12, epochs=500, batch_size=20, **how)


@pytest.mark.parametrize("loss", ["mse", "cross_entropy"])
def test_numbers_that_overflow_and_numbers_that_are_none(loss):
    model = Neuron(2, loss=loss)
    model.theta = [1e3, -1e4, 2e5]
    X, Y = data(model)
    with np.errstate(all="raise"):
        assert np.isfinite(train_by("loops", model, X, Y, eta=1e-3).history.loss).all()


@pytest.mark.parametrize("options", [{}, {"max_norm": 1e300}, {"batch_size": 3, "shuffle": False}])
@pytest.mark.parametrize("rule", [{"eta": 1.0}, {"eta": 1.0, "momentum": 0.5}, {"eta": 1e200}])
def test_a_divergence_is_noticed_in_the_same_epoch(options, rule):
    """A compiler that may turn sums round may also call x - x, of an infinite x, 0."""
    X, ends = np.linspace(-3, 3, 10)[:, None], []
    for which in ("arrays", "loops"):
        line = MLP((1, 1), output="identity")
        with pytest.raises(FloatingPointError, match="last finite") as info:
            train(line, X, 2 * X, epochs=5000, engine=which, **options, **rule)
        assert np.isfinite(line.theta).all()
        assert np.isfinite(info.value.history.loss).all()
        ends.append((len(info.value.history.loss), abs(line.theta).max()))
    assert ends[0][0] == ends[1][0]
    assert ends[1][1] == pytest.approx(ends[0][1])


def test_two_trainings_at_once_share_nothing():
    model, X, Y = filled("mlp")
    expected = train_by("loops", model, X, Y, epochs=50)
    inner = []

    def callback(*_):
        inner.append(train_by("loops", model, X, Y, epochs=50))

    outer = train_by("loops", model, X, Y, epochs=50, callback=callback)
    for trained in (outer, inner[0], inner[-1]):
        assert_array_equal(trained.model.theta, expected.model.theta)


@pytest.mark.parametrize("options", [{}, {"activation": "tanh", "output": "identity"}])
def test_a_thousand_steps_of_many_networks(options):
    X, Y = nnlib.datasets.xor_gate()
    how = {"eta": 0.02, "epochs": 500, "batch_size": 2, "n_networks": 150} | options
    one, two, arrays = (
        nnlib.train_ensemble((2, 3, 1), X, Y, rng=np.random.default_rng(0), **way, **how)
        for way in ({"engine": "loops"}, {"engine": "loops", "n_jobs": 2}, {})
    )
    for mine, other, same in zip(arrays, one, two, strict=True):
        assert_allclose(other, mine, rtol=0, atol=1e-12)
        assert_array_equal(same, other)


def test_many_networks_diverge_in_the_epoch_of_the_array_engine():
    X, said = np.linspace(-3, 3, 10)[:, None], set()
    for which in ("arrays", "loops"):
        with pytest.raises(FloatingPointError) as info:
            nnlib.train_ensemble(
                (1, 3, 1),
                X,
                9 * X,
                eta=1.0,
                epochs=500,
                n_networks=100,
                rng=np.random.default_rng(0),
                activation="identity",
                output="identity",
                engine=which,
            )
        said.add(str(info.value).replace("nan", "inf"))
    assert len(said) == 1


FRESH = """
import sys
import numpy as np
import nnlib
assert "numba" not in sys.modules and "nnlib.loops" not in sys.modules
model = nnlib.MLP((2, 3, 1))
nnlib.train(model, [[0.0, 1.0]] * 6, [[1.0]] * 6, eta=0.1, epochs=3)
assert "numba" not in sys.modules and "nnlib.loops" not in sys.modules
nnlib.train(model, [[0.0, 1.0]] * 6, [[1.0]] * 6, eta=0.1, epochs=3, engine="loops")
from nnlib.loops import compiling, layers
stats = compiling.compiled(layers).stats
print(sum(stats.cache_hits.values()), sum(stats.cache_misses.values()))
"""


def test_numba_is_loaded_when_it_is_asked_for_and_what_it_compiled_is_found_again():
    model, X, Y = filled("mlp")
    train(model, X, Y, eta=0.1, epochs=1, engine="loops")
    root = str(Path(nnlib.__file__).parents[1])
    command = [sys.executable, "-W", "error", "-c", FRESH]
    answer = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["1", "0"]


def test_another_text_of_any_of_the_loops_is_compiled_anew(tmp_path, monkeypatch):
    for file in Path(compiling.__file__).parent.glob("*.py"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    before = compiling.digest()
    monkeypatch.setattr(compiling, "__file__", str(tmp_path / "compiling.py"))
    assert compiling.digest.__wrapped__() == before
    for name in ("units.py", "steps.py", "codes.py"):
        with (tmp_path / name).open("a") as file:
            file.write("# one more\n")
        after = compiling.digest.__wrapped__()
        assert after != before
        before = after
    function = compiling.plain(engine.layers)
    assert "digest" in function.__code__.co_freevars, "the number does not reach the compiled one"


def test_where_nothing_can_be_written_it_is_compiled_without_a_cache(monkeypatch):
    asked = []

    def njit(function, **options):
        asked.append(options.pop("cache", False))
        if asked[-1]:
            raise RuntimeError("cannot cache function: no locator available")
        return function

    monkeypatch.setattr(numba, "njit", njit)
    assert callable(compiling.compiled.__wrapped__(engine.layers))
    assert asked == [True, False]
