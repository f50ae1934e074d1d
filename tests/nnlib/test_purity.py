"""Nothing that came in is changed, nothing that goes out is shared; equal seeds, equal runs."""

import copy
import pickle
from itertools import pairwise

import numpy as np
import pytest
from numpy.testing import assert_array_equal

import nnlib
from nnlib import MLP, RNN, Neuron, datasets, train

SEQUENCES = datasets.zero_zero_one()
MODELS = {
    "neuron": (lambda rng=None: Neuron(2, rng=rng), datasets.or_gate()),
    "mlp": (lambda rng=None: MLP((2, 3, 2, 1), activation="tanh", rng=rng), datasets.xor_gate()),
    "mlp without biases": (
        lambda rng=None: MLP((2, 3, 1), bias=False, rng=rng),
        datasets.or_gate(),
    ),
    "identity": (lambda rng=None: MLP((2, 1), output="identity", rng=rng), datasets.or_gate()),
    "rnn": (lambda rng=None: RNN(1, 3, 1, rng=rng), SEQUENCES),
    "identity rnn": (
        lambda rng=None: RNN(1, 2, 1, activation="identity", output="identity", rng=rng),
        SEQUENCES,
    ),
}


@pytest.fixture(params=MODELS, name="case")
def make_case(request):
    """Return (model, X, Y), with every entry of θ set and X, Y closed to writing."""
    make, (X, Y) = MODELS[request.param]
    model = make()
    model.theta = np.random.default_rng(4).uniform(-1.0, 1.0, model.theta.shape)
    X, Y = X.copy(), Y.copy()
    X.setflags(write=False)
    Y.setflags(write=False)
    return model, X, Y


def arrays(trace):
    """Every array in a named tuple of arrays, lists of arrays, and None."""
    for part in trace:
        yield from (part if isinstance(part, (list, tuple)) else [part])


def arrays_of(trace):
    return [part for part in arrays(trace) if part is not None]


# --- nothing that came in is changed ---------------------------------------------------------


@pytest.mark.parametrize(
    "use",
    [
        lambda model, X, _: model.predict(X),
        lambda model, X, _: model.forward(X),
        lambda model, X, Y: model.backward(model.forward(X), Y),
        lambda model, X, Y: model.loss_and_grad(X, Y),
        nnlib.check_gradient,
        lambda model, *_: repr(model),
        lambda model, X, Y: train(model, X, Y, eta=1.0, epochs=0),
    ],
    ids=["predict", "forward", "backward", "loss_and_grad", "check_gradient", "repr", "no epochs"],
)
def test_theta_and_data_are_left_alone(case, use):
    model, X, Y = case
    before = [array.copy() for array in (model.theta, X, Y)]
    use(model, X, Y)
    for array, saved in zip((model.theta, X, Y), before, strict=True):
        assert_array_equal(array, saved)


@pytest.mark.parametrize("batch_size", [None, 1, 3])
def test_train_changes_theta_and_nothing_else(case, batch_size):
    model, X, Y = case
    theta, before = model.theta, [array.copy() for array in (model.theta, X, Y)]
    rng = np.random.default_rng(0)
    train(model, X, Y, eta=0.1, epochs=2, batch_size=batch_size, rng=rng, momentum=0.5, max_norm=1)
    assert_array_equal(X, before[1])
    assert_array_equal(Y, before[2])
    assert model.theta is theta  # in place: views that the caller holds follow
    assert (theta != before[0]).all()


def test_train_does_not_hold_on_to_the_data():
    model, again = Neuron(2), Neuron(2)
    X, Y = datasets.or_gate()

    def spoil(_epoch, _loss):
        X[:], Y[:] = 7.0, 7.0

    train(model, X, Y, eta=1.0, epochs=3, callback=spoil)
    train(again, *datasets.or_gate(), eta=1.0, epochs=3)
    assert_array_equal(model.theta, again.theta)


def test_backward_leaves_the_trace_alone(case):
    model, X, Y = case
    trace = model.forward(X)
    before = copy.deepcopy(trace)
    model.backward(trace, Y)
    for part, saved in zip(arrays_of(trace), arrays_of(before), strict=True):
        assert_array_equal(part, saved)


def test_numerical_gradient_leaves_theta_alone_even_when_f_writes_into_what_it_gets():
    theta = np.array([1.0, 2.0])
    theta.setflags(write=False)

    def f(values):
        values += 1.0
        return float((values**2).sum())

    np.testing.assert_allclose(nnlib.numerical_gradient(f, theta, 1e-3), [4.0, 6.0], atol=0.01)
    assert_array_equal(theta, [1.0, 2.0])


# --- nothing that goes out is shared ---------------------------------------------------------


def test_backward_twice_gives_equal_and_distinct_arrays(case):
    model, X, Y = case
    trace = model.forward(X)
    one, two = model.backward(trace, Y), model.backward(trace, Y)
    assert one.loss == two.loss
    assert_array_equal(one.grad, two.grad)
    assert not np.shares_memory(one.grad, two.grad)
    pairs = zip(arrays_of(one.deltas), arrays_of(two.deltas), strict=True)
    for delta, same in pairs:
        assert_array_equal(delta, same)
        assert not np.shares_memory(delta, same)


def test_what_is_returned_shares_nothing_with_theta_the_data_or_the_trace(case):
    model, _, _ = case
    _, X, Y = case
    X, Y = X.copy(), Y.copy()
    trace = model.forward(X)
    _, grad, deltas = model.backward(trace, Y)
    inside = [model.theta, X, Y]
    for array in [*arrays_of(trace), *arrays_of(deltas), grad, model.predict(X)]:
        assert not any(np.shares_memory(array, other) for other in inside)
        assert array.dtype == np.float64
        assert array.flags.writeable
    for delta in arrays_of(deltas):
        assert not any(np.shares_memory(delta, part) for part in arrays_of(trace))


def test_z_and_a_are_different_arrays_even_when_the_activation_is_the_identity(case):
    model, X, _ = case
    trace = model.forward(X)._asdict()
    for z, a in [("z", "a"), ("Z", "A"), ("Z_h", "H"), ("Z_y", "A_y")]:
        if z in trace:
            for one in arrays([trace[z]]):
                for two in arrays([trace[a]]):
                    assert one is None or not np.shares_memory(one, two)


def test_the_caller_owns_the_gradient_and_the_outputs(case):
    model, X, Y = case
    _, grad = model.loss_and_grad(X, Y)
    assert grad.flags.owndata
    assert grad.shape == model.theta.shape
    saved, outputs = grad.copy(), model.predict(X)
    grad[:], outputs[:] = np.nan, np.nan
    assert_array_equal(model.loss_and_grad(X, Y)[1], saved)
    assert np.isfinite(model.predict(X)).all()


def test_history_belongs_to_the_caller():
    model = Neuron(2)
    one = train(model, *datasets.or_gate(), eta=1.0, epochs=2).loss
    saved = one.copy()
    train(model, *datasets.or_gate(), eta=1.0, epochs=2)
    assert_array_equal(one, saved)


# --- θ and its views -------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(2, 1), (2, 3, 1), (2, 3, 4, 2)])
def test_theta_of_an_mlp_holds_the_rows_of_b_and_w(shape):
    model = MLP(shape)
    model.theta = np.arange(model.theta.size)
    rows = [np.hstack([b[:, None], W]) for W, b in zip(model.W, model.b, strict=True)]
    assert_array_equal(np.concatenate([block.ravel() for block in rows]), model.theta)
    for l, (n_in, n_out) in enumerate(pairwise(shape)):
        assert model.W[l].shape == (n_out, n_in)
        assert model.b[l].shape == (n_out,)


def test_theta_of_an_mlp_without_biases_holds_the_weights():
    model = MLP((2, 3, 1), bias=False)
    assert model.b == ()
    assert_array_equal(np.concatenate([W.ravel() for W in model.W]), model.theta)


def test_theta_of_a_neuron_and_of_an_rnn():
    neuron, rnn = Neuron(3), RNN(2, 3, 4)
    assert_array_equal(neuron.theta, [*neuron.b, *neuron.w])
    assert (neuron.w.shape, neuron.b.shape) == ((3,), (1,))
    rnn.theta = np.arange(rnn.theta.size)
    blocks = (
        np.hstack([rnn.W_xh, rnn.b_h[:, None], rnn.W_hh]),
        np.hstack([rnn.b_y[:, None], rnn.W_hy]),
    )
    assert_array_equal(np.concatenate([block.ravel() for block in blocks]), rnn.theta)
    shapes = [getattr(rnn, name).shape for name in ("W_xh", "W_hh", "b_h", "W_hy", "b_y")]
    assert shapes == [(3, 2), (3, 3), (3,), (4, 3), (4,)]


def views(model):
    return model.unpack(model.theta)


def test_writing_to_a_view_changes_theta_and_the_outputs_and_the_other_way_round(case):
    model, X, _ = case
    before = model.predict(X)
    for view in views(model).values():
        view[...] = 0.25
    assert_array_equal(model.theta, np.full(model.theta.shape, 0.25))
    assert (model.predict(X) != before).any()
    model.theta[:] = -0.5
    assert all((view == -0.5).all() for view in views(model).values())
    model.theta = np.arange(model.theta.size)  # assigning writes into the same array
    assert sorted(int(v) for view in views(model).values() for v in view.flat) == list(
        range(model.theta.size)
    )


def test_named_parameters_are_the_views_that_unpack_gives():
    models = [(Neuron(2), ["w", "b"]), (RNN(1, 2, 1), ["W_xh", "W_hh", "b_h", "W_hy", "b_y"])]
    for model, names in models:
        assert sorted(views(model)) == sorted(names)
        for name in names:
            assert np.shares_memory(getattr(model, name), model.theta)
            assert_array_equal(getattr(model, name), views(model)[name])
            setattr(model, name, 0.5)
            assert (views(model)[name] == 0.5).all()
    mlp = MLP((2, 3, 1))
    for l in range(2):
        assert_array_equal(mlp.W[l], views(mlp)[f"W[{l}]"])
        assert_array_equal(mlp.b[l], views(mlp)[f"b[{l}]"])
        assert np.shares_memory(mlp.W[l], mlp.theta)
        assert np.shares_memory(mlp.b[l], mlp.theta)


def test_assigning_copies_what_is_assigned():
    model, values = Neuron(2), np.array([1.0, 2.0, 3.0])
    model.theta = values
    values[:] = 0.0
    assert_array_equal(model.theta, [1.0, 2.0, 3.0])


@pytest.mark.parametrize(
    "duplicate",
    [copy.deepcopy, copy.copy, lambda model: pickle.loads(pickle.dumps(model))],
    ids=["deepcopy", "copy", "pickle"],
)
def test_a_copy_computes_with_its_own_theta(case, duplicate):
    model, X, Y = case
    twin = duplicate(model)
    assert_array_equal(twin.predict(X), model.predict(X))
    assert_array_equal(twin.loss_and_grad(X, Y)[1], model.loss_and_grad(X, Y)[1])
    if duplicate is copy.copy:
        return  # a shallow copy shares θ, as it does every attribute
    saved = model.predict(X)
    twin.theta[:] = 0.1
    for view in views(twin).values():
        assert (view == 0.1).all()
    assert (twin.predict(X) != saved).any()
    assert_array_equal(model.predict(X), saved)
    train(twin, X, Y, eta=0.1, epochs=1)
    assert (views(twin)[next(iter(views(twin)))] != 0.1).any()


# --- determinism -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", MODELS)
def test_equal_generators_give_equal_parameters_and_different_ones_do_not(name):
    make, _ = MODELS[name]
    theta = make(np.random.default_rng(5)).theta
    assert_array_equal(make(np.random.default_rng(5)).theta, theta)
    assert (make(np.random.default_rng(6)).theta != theta).any()


@pytest.mark.parametrize("name", MODELS)
def test_without_a_generator_every_model_starts_the_same(name):
    make, _ = MODELS[name]
    assert_array_equal(make().theta, make().theta)
    assert_array_equal(make().theta, make(np.random.default_rng(0)).theta)


@pytest.mark.parametrize("name", MODELS)
def test_first_weights_are_distinct_and_first_biases_0(name):
    make, _ = MODELS[name]
    weights = []
    for part, view in views(make()).items():
        if part.startswith("b"):
            assert not view.any()
        else:
            weights += view.ravel().tolist()
    # Equal weights would give equal gradients, and hidden units that stay the same for ever.
    assert len(set(weights)) == len(weights)
    assert max(map(abs, weights)) < np.sqrt(6.0)


@pytest.mark.parametrize("batch_size", [None, 1, 3])
def test_equal_runs_give_equal_parameters_and_histories(name_of_model, batch_size):
    make, (X, Y) = MODELS[name_of_model]
    runs = []
    for _ in range(2):
        model, rng = make(np.random.default_rng(7)), np.random.default_rng(8)
        history = train(model, X, Y, eta=0.05, epochs=4, batch_size=batch_size, rng=rng)
        runs.append((model.theta, history.loss))
    assert_array_equal(runs[0][0], runs[1][0])
    assert_array_equal(runs[0][1], runs[1][1])


@pytest.fixture(params=MODELS)
def name_of_model(request):
    return request.param


def test_numpys_global_generator_is_never_used(case):
    model, X, Y = case
    before = np.random.get_state()  # noqa: NPY002  (the one thing that must not be touched)
    make_all = [make() for make, _ in MODELS.values()]
    datasets.circle(5, rng=np.random.default_rng(0))
    datasets.linear_separable(5, rng=np.random.default_rng(0))
    train(model, X, Y, eta=0.1, epochs=2, batch_size=2, rng=np.random.default_rng(0))
    nnlib.check_gradient(model, X, Y)
    after = np.random.get_state()  # noqa: NPY002
    assert make_all
    assert before[0] == after[0]
    assert_array_equal(before[1], after[1])
    assert before[2:] == after[2:]
