"""Recurrent networks: the last answer alone, states in and out, step by step; and stale traces.

Where the contract is silent: a state belongs to the caller, who may change it; `step` ignores
`answers`; with `answers="last"` the loss is a mean over the examples.
"""

import copy

import numpy as np
import pytest
from cases import MAKERS, PLAIN, data, filled, named
from numpy.testing import assert_allclose, assert_array_equal

import nnlib
from nnlib import LSTM, MLP, RNN, Neuron, train

RECURRENT = [name for name in MAKERS if name.startswith(("rnn", "lstm"))]
OUTPUTS = [
    ("sigmoid", "mse"),
    ("sigmoid", "half_squared_error"),
    ("sigmoid", "cross_entropy"),
    ("tanh", "mse"),
    ("identity", "mse"),
    ("relu", "half_squared_error"),
    ("softmax", "cross_entropy"),
]


def parts(state):
    """Return a state, h or the pair (h, c), as one array of its parts."""
    return np.array(state if isinstance(state, tuple) else [state])


def state_of(model, make):
    """Return a state of six sequences whose parts `make` makes from their shape."""
    shape = (6, model.n_hidden)
    return (make(shape), make(shape)) if isinstance(model, LSTM) else make(shape)


def pair(output, loss, **options):
    """Return a network that answers at the end and one like it that answers each step."""
    last = RNN(2, 3, 2, output=output, loss=loss, answers="last", **options)
    last.theta = np.random.default_rng(0).uniform(-0.8, 0.8, last.theta.shape)
    each = RNN(2, 3, 2, output=output, loss=loss, **options)
    each.theta = last.theta
    return last, each


# --- the last answer ---------------------------------------------------------------------------


@pytest.mark.parametrize(("output", "loss"), OUTPUTS)
def test_the_last_answer_is_that_of_the_last_step(output, loss):
    last, each = pair(output, loss)
    X, Y = data(last)
    assert Y.shape == (6, 2)
    assert last.predict(X).shape == (6, 2)
    assert_array_equal(last.predict(X), each.predict(X)[:, -1])
    # A mean over all steps of which only the last counts: weights say the same.
    weights = np.zeros(X.shape[:2])
    weights[:, -1] = 1.0
    padded = np.zeros((*X.shape[:2], 2))
    padded[:, -1] = Y
    probe = copy.deepcopy(each)
    history = train(probe, X, padded, eta=1.0, epochs=1, weights=weights)
    value, grad = last.loss_and_grad(X, Y)
    assert value == pytest.approx(history.loss[0], rel=1e-12)
    assert_allclose(each.theta - probe.theta, grad, rtol=1e-10, atol=1e-14)
    assert nnlib.check_gradient(last, X, Y).max_relative_error < 1e-6


@pytest.mark.parametrize(("output", "loss"), OUTPUTS)
def test_of_one_step_the_last_is_each(output, loss):
    last, each = pair(output, loss)
    X, Y = data(last, time=1)
    a, b = last.loss_and_grad(X, Y), each.loss_and_grad(X, Y[:, None])
    assert a[0] == pytest.approx(b[0], rel=1e-13)
    assert_allclose(a[1], b[1], rtol=1e-12, atol=1e-16)


def test_the_cross_entropy_of_an_answer_that_knows_nothing_is_the_log_of_2():
    """0.69, where a mean over all steps of a padded target said 3.73."""
    model = RNN(1, 2, 2, output="softmax", loss="cross_entropy", answers="last")
    model.W_hy = 0.0
    X, Y = np.ones((4, 9, 1)), nnlib.one_hot([0, 1, 1, 0])
    assert model.loss_and_grad(X, Y)[0] == pytest.approx(np.log(2.0), rel=1e-14)


def test_the_last_answer_is_trained_and_validated():
    rng = np.random.default_rng(0)
    X = rng.integers(0, 2, (40, 3, 1)).astype(float)
    Y = X[:, 0]  # the first symbol, remembered to the end
    model = RNN(1, 6, 1, activation="tanh", loss="cross_entropy", answers="last", rng=rng)
    history = train(model, X, Y, eta=0.02, epochs=300, optimizer=nnlib.Adam(), validation=(X, Y))
    assert history.validation[-1] < 0.1 < history.loss[0]
    assert nnlib.accuracy(model, X, Y) == 1.0


@pytest.mark.parametrize("wrong", [(6, 4, 2), (6, 1, 2), (6,), (5, 2), (6, 3)])
def test_targets_of_the_last_answer_have_no_time(wrong):
    last, _ = pair("identity", "mse")
    X, _ = data(last)
    with pytest.raises(ValueError, match="Y") as info:
        last.loss_and_grad(X, np.zeros(wrong))
    if wrong[0] == 6:
        assert "(N, C)" in str(info.value)


def test_targets_of_each_answer_have_time():
    X, Y = data(RNN(2, 3, 2))
    with pytest.raises(ValueError, match=r"Y.*\(N, T, C\)") as info:
        RNN(2, 3, 2).loss_and_grad(X, Y[:, -1])
    assert 'answers="last"' in str(info.value).replace("'", '"')


@pytest.mark.parametrize("answers", ["Last", "all", None, 1, True])
def test_answers_are_each_or_last(answers):
    with pytest.raises(ValueError, match=r"answers.*'each'.*'last'"):
        RNN(1, 2, 1, answers=answers)


# --- state -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", RECURRENT)
def test_a_sequence_in_two_pieces_is_the_whole(name):
    model, X, _ = filled(name, time=7)
    whole = model.forward(X)
    assert parts(whole.state).shape[1:] == (6, model.n_hidden)
    for cut in (1, 3, 6):
        first = model.forward(X[:, :cut])
        second = model.forward(X[:, cut:], first.state)
        assert_allclose(parts(second.state), parts(whole.state), rtol=1e-13, atol=1e-15)
        assert_allclose(second.H[1:], whole.H[1 + cut :], rtol=1e-13, atol=1e-15)
        answered = len(second.A_y)  # all its steps, or the last one
        assert_allclose(second.A_y, whole.A_y[-answered:], rtol=1e-13, atol=1e-15)
        by_name = model.forward(X[:, cut:], state=first.state)
        assert_array_equal(parts(by_name.state), parts(second.state))


@pytest.mark.parametrize("name", RECURRENT)
def test_step_by_step_is_the_whole(name):
    model, X, _ = filled(name)
    state = None
    for t in range(X.shape[1]):
        output, state = model.step(X[:, t], state)
        so_far = model.forward(X[:, : t + 1])
        assert output.shape == (6, model.W_hy.shape[0])
        assert_allclose(output, so_far.A_y[-1].T, rtol=1e-13, atol=1e-15)
        assert_allclose(parts(state), parts(so_far.state), rtol=1e-13, atol=1e-15)
        assert_allclose(parts(state)[0], model.forward(X).H[t + 1].T, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("name", RECURRENT)
def test_no_state_is_a_state_of_zeros(name):
    model, X, _ = filled(name)
    zeros = state_of(model, np.zeros)
    assert_array_equal(parts(model.forward(X, zeros).state), parts(model.forward(X).state))
    assert_array_equal(model.step(X[:, 0], zeros)[0], model.step(X[:, 0])[0])
    lists = state_of(model, lambda shape: np.zeros(shape).tolist())
    assert_array_equal(model.forward(X, lists).H, model.forward(X).H)


@pytest.mark.parametrize("name", RECURRENT)
def test_the_gradient_of_a_pass_from_a_state_is_right(name):
    """`backward` of a trace that began elsewhere, against central differences."""
    model, X, Y = filled(name)
    rng = np.random.default_rng(3)
    state = state_of(model, lambda shape: rng.uniform(-0.9, 0.9, shape))
    loss, grad, _ = model.backward(model.forward(X, state), Y)

    def cost(theta):
        probe = copy.deepcopy(model)
        probe.theta = theta
        return probe.backward(probe.forward(X, state), Y).loss

    measured = nnlib.numerical_gradient(cost, model.theta)
    assert loss == pytest.approx(cost(model.theta), rel=1e-13)
    assert np.abs(grad - measured).max() < 1e-7 * np.abs(measured).max() + 1e-9
    assert np.abs(grad - model.loss_and_grad(X, Y)[1]).max() > 1e-4  # the state counts


@pytest.mark.parametrize("name", RECURRENT)
def test_states_belong_to_the_caller(name):
    model, X, _ = filled(name)
    trace = model.forward(X)
    state = trace.state
    kept = parts(state).copy()
    _, after = model.step(X[:, 0], state)
    model.forward(X, state)
    assert_array_equal(parts(state), kept)
    before = trace.H.copy()
    for part in after if isinstance(after, tuple) else [after]:
        assert not any(np.shares_memory(part, own) for own in state)
        part[...] = 9.0
    for part in state if isinstance(state, tuple) else [state]:
        part[...] = 9.0
    assert_array_equal(trace.H, before)
    assert_array_equal(parts(trace.state), kept)
    output, _ = model.step(X[:, 0])
    again, _ = model.step(X[:, 1])
    assert not np.shares_memory(output, again)


@pytest.mark.parametrize(
    ("state", "error", "words"),
    [
        (np.zeros((3, 6)), ValueError, ["state", "3", "(3, 6)"]),
        (np.zeros((1, 3)), ValueError, ["state", "6", "1"]),
        (np.zeros(3), ValueError, ["state", "(3,)"]),
        (np.full((6, 3), np.nan), ValueError, ["state", "finite"]),
        ("zero", TypeError, ["state"]),
        (np.zeros((6, 3), dtype=complex), TypeError, ["state", "real"]),
        ((np.zeros((6, 3)), np.zeros((6, 3))), (ValueError, TypeError), ["state"]),
    ],
)
def test_a_state_that_does_not_fit_is_named(state, error, words):
    model, X, _ = filled("rnn")
    for call in (lambda: model.forward(X, state), lambda: model.step(X[:, 0], state)):
        with pytest.raises(error) as info:
            call()
        for word in words:
            assert word in str(info.value)


@pytest.mark.parametrize(
    ("state", "error", "words"),
    [
        (np.zeros((6, 3)), (ValueError, TypeError), ["state", "pair (h, c)", "(N, H)"]),
        ((np.zeros((6, 3)),), ValueError, ["state", "pair (h, c)", "1 of them"]),
        ((np.zeros((6, 3)), np.zeros((6, 2))), ValueError, ["state[1]", "c", "H = 3", "(6, 2)"]),
        ((np.zeros((5, 3)), np.zeros((6, 3))), ValueError, ["state[0]", "h", "6", "5"]),
        ((np.zeros((6, 3)), np.full((6, 3), np.inf)), ValueError, ["state[1]", "finite"]),
        ("hc", (ValueError, TypeError), ["state", "pair"]),
        (3.0, (ValueError, TypeError), ["state", "pair", "3.0"]),
    ],
)
def test_a_state_of_an_lstm_that_is_no_pair_is_named(state, error, words):
    model, X, _ = filled("lstm")
    for call in (lambda: model.forward(X, state), lambda: model.step(X[:, 0], state)):
        with pytest.raises(error) as info:
            call()
        for word in words:
            assert word in str(info.value)


def test_h_and_c_stacked_in_one_array_are_a_pair_too():
    model, X, _ = filled("lstm")
    both = np.random.default_rng(0).uniform(-1.0, 1.0, (2, 6, 3))
    assert_array_equal(model.forward(X, both).H, model.forward(X, tuple(both)).H)


@pytest.mark.parametrize(
    ("x", "words"),
    [
        (np.zeros((6, 4, 2)), ["x", "2 dimensions", "(N, D)", "got 3"]),
        (np.zeros(2), ["x", "2 dimensions", "got 1"]),
        (np.zeros((6, 3)), ["x", "D = 2", "got 3"]),
        (np.zeros((0, 2)), ["x", "empty"]),
    ],
)
def test_bad_input_of_a_step_is_named(x, words):
    model, _, _ = filled("rnn")
    with pytest.raises(ValueError, match="x") as info:
        model.step(x)
    for word in words:
        assert word in str(info.value)


@pytest.mark.parametrize("make", [lambda: Neuron(2), lambda: MLP((2, 3, 1))])
def test_models_without_time_have_no_state(make):
    model = make()
    with pytest.raises(TypeError):
        model.forward([[1.0, 2.0]], np.zeros((1, 3)))
    assert not hasattr(model, "step")


# --- traces ------------------------------------------------------------------------------------

CHANGES = {
    "theta = ": lambda m: setattr(m, "theta", m.theta + 1.0),
    "theta[0] +=": lambda m: m.theta.__setitem__(0, m.theta[0] + 1e-3),
    "the last of theta": lambda m: m.theta.__setitem__(-1, m.theta[-1] + 1.0),
    "a view": lambda m: next(iter(named(m).values())).__imul__(2.0),
    "another view": lambda m: list(named(m).values())[-1].__iadd__(1.0),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("name", MAKERS)
def test_a_trace_of_another_theta_is_refused(name, change):
    model, X, Y = filled(name)
    trace = model.forward(X)
    model.backward(trace, Y)
    CHANGES[change](model)
    with pytest.raises(ValueError, match=r"trace.*forward"):
        model.backward(trace, Y)
    model.backward(model.forward(X), Y)


@pytest.mark.parametrize("name", MAKERS)
def test_a_trace_from_before_a_training_is_refused(name):
    model, X, Y = filled(name)
    trace = model.forward(X)
    train(model, X, Y, eta=0.1, epochs=1)
    with pytest.raises(ValueError, match=r"trace.*forward"):
        model.backward(trace, Y)


@pytest.mark.parametrize(
    ("mine", "other"),
    [
        (lambda: MLP((2, 3, 1)), lambda: MLP((2, 5, 1))),
        (lambda: MLP((2, 3, 1)), lambda: MLP((2, 3, 3, 1))),
        (lambda: MLP((2, 3, 3, 1)), lambda: MLP((2, 3, 1))),
        (lambda: MLP((2, 3, 1)), lambda: MLP((2, 3, 1), bias=False)),
        (lambda: MLP((2, 3, 1)), lambda: MLP((2, 3, 1), activation="tanh")),
        (lambda: MLP((2, 3, 1)), lambda: MLP((2, 3, 1), rng=np.random.default_rng(5))),
        (lambda: MLP((2, 3, 1)), lambda: Neuron(2)),
        (lambda: Neuron(2), lambda: MLP((2, 1))),
        (lambda: Neuron(2), lambda: MLP((2, 3, 1))),
        (lambda: Neuron(2), lambda: Neuron(2, rng=np.random.default_rng(5))),
    ],
)
def test_a_trace_of_another_model_is_refused(mine, other):
    X, Y = nnlib.datasets.xor_gate()
    with pytest.raises((ValueError, TypeError), match="trace"):
        mine().backward(other().forward(X), Y)


@pytest.mark.parametrize(
    "other",
    [
        lambda: RNN(2, 4, 2),
        lambda: RNN(2, 3, 2, activation="tanh"),
        lambda: RNN(2, 3, 2, rng=np.random.default_rng(5)),
        lambda: RNN(2, 3, 1),
        lambda: LSTM(2, 3, 2),
    ],
)
def test_a_trace_of_another_recurrent_network_is_refused(other):
    X, Y = data(RNN(2, 3, 2))
    with pytest.raises((ValueError, TypeError), match="trace"):
        RNN(2, 3, 2).backward(other().forward(X), Y)


def test_a_recurrent_trace_and_a_flat_one_do_not_mix():
    rnn, mlp = RNN(2, 3, 1), MLP((2, 3, 1))
    X, Y = data(rnn)
    for call in (
        lambda: mlp.backward(rnn.forward(X), Y[:, 0]),
        lambda: rnn.backward(mlp.forward(X[:, 0]), Y),
    ):
        with pytest.raises((ValueError, TypeError), match="trace"):
            call()


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("bad", [None, 3, (), ((), (), ()), "trace", np.zeros((1, 6))])
def test_what_is_no_trace_is_named(name, bad):
    model, _, Y = filled(name)
    with pytest.raises(TypeError, match=r"trace.*forward\(X\)"):
        model.backward(bad, Y)
