"""What chapters/digits.ipynb shows: its code at random points, its stored runs, its equations."""

import ast
import gzip
import json
from pathlib import Path

import numpy as np
import pytest

import nnlib
from benchmarks import handwriting
from nnlib import viz

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "chapters" / "digits.ipynb"
DEFINITIONS = ast.Import | ast.ImportFrom | ast.FunctionDef
STORED = viz.measured("digits")


@pytest.fixture(scope="module")
def chapter():
    """The functions that the chapter defines, with the data and the sets that they use."""
    names = {name.lower(): getattr(handwriting, name) for name in ("TRAINING", "VALIDATION")}
    names |= {"X": handwriting.X, "Y": handwriting.Y}
    for cell in json.loads(NOTEBOOK.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            tree = ast.parse("".join(cell["source"]))
            kept = [node for node in tree.body if isinstance(node, DEFINITIONS)]
            exec(compile(ast.Module(kept, []), NOTEBOOK.name, "exec"), names)
    return names


@pytest.fixture
def rng():
    return np.random.default_rng(11)


@pytest.mark.equation("eq-digits-regression")
def test_softmax_regression_has_the_gradient_of_its_loss(chapter, rng):
    x, y = rng.normal(size=(5, 7)), np.eye(3)[:, rng.integers(0, 3, 7)]
    W, b = rng.normal(size=(3, 5)), rng.normal(size=3)
    loss_and_gradients = chapter["loss_and_gradients"]
    _, dW, db = loss_and_gradients(W, b, x, y)
    by_nudges = nnlib.numerical_gradient(lambda V: loss_and_gradients(V, b, x, y)[0], W)
    np.testing.assert_allclose(dW, by_nudges, atol=1e-8)
    by_nudges = nnlib.numerical_gradient(lambda v: loss_and_gradients(W, v, x, y)[0], b)
    np.testing.assert_allclose(db, by_nudges, atol=1e-8)


@pytest.mark.equation("eq-digits-decay")
def test_weight_decay_is_the_gradient_of_half_the_squared_weights(rng):
    model = nnlib.MLP((3, 4, 2), output="softmax", loss="cross_entropy", rng=rng)
    X, Y, start = rng.normal(size=(6, 3)), np.eye(2)[rng.integers(0, 2, 6)], model.theta.copy()
    decay, eta = 0.3, 0.01

    def cost(theta):
        model.theta = theta
        penalty = 0.5 * decay * sum(float(np.sum(W**2)) for W in model.W)  # biases left alone
        return model.loss_and_grad(X, Y)[0] + penalty

    expected = start - eta * nnlib.numerical_gradient(cost, start)
    model.theta = start
    nnlib.train(model, X, Y, eta=eta, epochs=1, weight_decay=decay)
    np.testing.assert_allclose(model.theta, expected, atol=1e-9)


@pytest.mark.equation("eq-digits-valley")
def test_the_slope_of_the_valley_is_that_of_its_cost(chapter, rng):
    theta = rng.normal(size=2)
    by_nudges = nnlib.numerical_gradient(lambda t: 0.5 * (t[0] ** 2 + 25 * t[1] ** 2), theta)
    np.testing.assert_allclose(chapter["slope"](theta), by_nudges, atol=1e-7)


def paths_of_torch(optimizer, steps=60, **options):
    torch = pytest.importorskip("torch")
    theta = torch.tensor([10.0, 1.0], dtype=torch.float64, requires_grad=True)
    stepper, path = getattr(torch.optim, optimizer)([theta], **options), [[10.0, 1.0]]
    for _ in range(steps):
        stepper.zero_grad()
        (0.5 * (theta[0] ** 2 + 25 * theta[1] ** 2)).backward()
        stepper.step()
        path.append(theta.detach().tolist())
    return path


@pytest.mark.equation("eq-digits-momentum")
def test_momentum_by_hand_walks_as_torch_does(chapter):
    expected = paths_of_torch("SGD", lr=0.03, momentum=0.8)
    np.testing.assert_allclose(chapter["momentum_path"](0.03, 60, mu=0.8), expected, atol=1e-10)


@pytest.mark.equation("eq-digits-adam-means", "eq-digits-adam-correction", "eq-digits-adam")
def test_adam_by_hand_walks_as_torch_does(chapter):
    expected = paths_of_torch("Adam", lr=0.5, betas=(0.8, 0.95), eps=1e-6)
    path = chapter["adam_path"](0.5, 60, beta1=0.8, beta2=0.95, eps=1e-6)
    np.testing.assert_allclose(path, expected, atol=1e-10)


@pytest.mark.equation("eq-digits-adam-correction")
def test_the_weights_of_the_past_sum_to_one_minus_beta_to_the_t():
    for t in (1, 2, 7):
        past = 0.1 * sum(0.9**k for k in range(t))
        assert past == pytest.approx(1 - 0.9**t, rel=1e-14)


@pytest.mark.equation("eq-digits-tanh-slope", "eq-digits-relu-slope")
def test_slopes_of_tanh_and_relu(rng):
    z = rng.normal(size=40)
    for name in ("tanh", "relu"):
        f, f_slope = nnlib.activations.ACTIVATIONS[name]
        nudge = 1e-6
        by_nudges = (f(z + nudge) - f(z - nudge)) / (2 * nudge)
        np.testing.assert_allclose(f_slope(f(z)), by_nudges, atol=1e-8)


@pytest.mark.equation("eq-digits-standardise")
def test_a_table_is_prepared_by_its_training_rows_alone(chapter, rng):
    numbers = rng.normal(5.0, 3.0, size=(30, 2))
    learn = np.arange(20)
    numbers[3, 0] = numbers[25, 1] = np.nan
    first = chapter["prepared"](numbers, learn)
    np.testing.assert_allclose(first[learn].mean(axis=0), 0.0, atol=1e-12)
    np.testing.assert_allclose(first[learn].std(axis=0), 1.0, atol=1e-12)
    column = np.delete(numbers[learn, 0], 3)
    filled = np.append(column, np.median(column))
    assert first[3, 0] == pytest.approx((np.median(column) - filled.mean()) / filled.std())
    # Whatever the other rows hold, the training rows come out the same.
    numbers[20:] = 1e6
    np.testing.assert_array_equal(chapter["prepared"](numbers, learn)[learn], first[learn])


def test_a_column_that_never_changes_in_the_training_rows_says_nothing(chapter, rng):
    """Two strangers met it: the year in one table, the only site in another."""
    numbers = np.column_stack([rng.normal(size=12), np.where(np.arange(12) < 8, 2026.0, 2027.0)])
    found = chapter["prepared"](numbers, np.arange(8))
    np.testing.assert_array_equal(found[:, 1], 0.0)
    assert np.isfinite(found).all()
    assert found[:, 0].std() > 0


def test_a_table_is_parted_by_its_groups(chapter):
    groups = [f"W{n % 20:02}" for n in range(100)]
    parts = chapter["parted"](groups)
    assert sorted(np.concatenate(parts)) == list(range(100))
    assert [len({groups[n] for n in part}) for part in parts] == [12, 4, 4]
    assert [len(part) for part in chapter["parted"](range(50))] == [30, 10, 10]


def test_a_gap_with_an_unknown_name_makes_words_of_numbers(chapter):
    cells = [str(n) for n in range(200)]
    assert chapter["in_numbers"](cells, range(200)).shape == (200, 1)
    assert chapter["in_numbers"]([*cells, " NA"], range(200)).shape == (201, 200)


def test_the_luck_of_farms_is_larger_than_that_of_their_rows(chapter, rng):
    """Three thousand sets of 30 farms show how far their shares stray, and one set foretells it."""
    mixed_up = rng.random((3000, 30, 1)) < 0.1
    good = rng.random((3000, 30, 8)) < np.where(mixed_up, 0.4, 0.9)
    share = good.mean(axis=(1, 2))
    by_row = np.sqrt(share.mean() * (1 - share.mean()) / 240)
    farms = np.repeat(np.arange(30), 8)
    foretold = np.mean([chapter["luck"](one.ravel(), farms) for one in good[:200]])
    assert share.std() > 1.2 * by_row
    assert foretold == pytest.approx(share.std(), rel=0.1)


def test_training_again_stops_where_the_first_one_passed(chapter):
    rows = chapter["training"][:100]
    _, history = chapter["fit"](rows, epochs=12)
    _, shorter = chapter["fit"](rows, epochs=5)
    np.testing.assert_array_equal(shorter.validation, history.validation[:5])


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("rate", {"eta": 0.3}),
        ("decay", {"n_training": 200, "weight_decay": 0.001}),
        ("optimizer", {"optimizer": "adam", "eta": 0.01}),
        ("activation", {"activation": "relu", "eta": 1.0}),
    ],
)
def test_a_part_of_the_stored_runs_comes_out_again(name, options):
    (run,) = [
        run
        for run in STORED["runs"][name]
        if all(run["options"].get(k) == v for k, v in options.items())
    ]
    again = handwriting.outcome(1, **run["options"])
    assert again["accuracy"] == pytest.approx(run["seeds"][1]["accuracy"], abs=2 / 360 + 1e-5)
    assert again["loss"] == pytest.approx(run["seeds"][1]["loss"], rel=0.05)


@pytest.mark.parametrize("method", [m for m in handwriting.METHODS if m != "the nearest image"])
def test_the_scores_on_both_splits_come_out_again(method):
    for split, score in handwriting.scores(method, 2).items():
        assert score == pytest.approx(STORED["tests"][method][split][2], abs=2 / 360 + 1e-5)


def test_everything_that_would_be_measured_is_stored_for_ten_seeds():
    wanted = {name: list(options) for name, options in handwriting.settings().items()}
    kept = {name: [run["options"] for run in runs] for name, runs in STORED["runs"].items()}
    assert kept == wanted
    assert {len(r["seeds"]) for runs in STORED["runs"].values() for r in runs} == {10}
    assert list(STORED["tests"]) == list(handwriting.METHODS)
    assert STORED["machine"]["packages"]["numpy"]


def test_the_chapter_trains_as_the_stored_runs_did(chapter):
    ours, history = chapter["fit"](handwriting.TRAINING[:100], 3, epochs=2)
    theirs, same = handwriting.fit(handwriting.TRAINING[:100], 3, epochs=2)
    np.testing.assert_array_equal(ours.theta, theirs.theta)
    np.testing.assert_array_equal(history.validation, same.validation)


@pytest.mark.parametrize("name", ["images.gz", "images"])
def test_an_idx_file_is_read_as_it_was_written(chapter, tmp_path, rng, name):
    array = rng.integers(0, 256, (3, 4, 5)).astype(np.uint8)
    head = bytes([0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5])  # as MNIST's pages say
    data = head + array.tobytes()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    np.testing.assert_array_equal(chapter["read_idx"](tmp_path / name), array)


def test_another_file_is_refused_by_name(chapter, tmp_path):
    (tmp_path / "labels").write_bytes(b"label,pixel\n")
    with pytest.raises(ValueError, match=r"path must lead to an IDX file of bytes, got .*labels"):
        chapter["read_idx"](tmp_path / "labels")


def test_adams_first_step_is_eta_in_every_parameter(chapter):
    first = chapter["adam_path"](0.3, 1)[1]
    np.testing.assert_allclose(first, [10.0 - 0.3, 1.0 - 0.3], rtol=1e-7)


def test_a_velocity_grows_along_and_shrinks_across():
    for gradients, factor in (([1.0] * 200, 10.0), ([1.0, -1.0] * 100, 1 / 1.9)):
        theta, optimizer, before = np.zeros(1), nnlib.Momentum(0.9), 0.0
        for gradient in gradients:
            before = theta.copy()
            optimizer.step(theta, np.array([gradient]), 1.0)
        assert abs(theta - before)[0] == pytest.approx(factor, rel=1e-6)


def test_a_dead_unit_gets_no_gradient(rng):
    model = nnlib.MLP((3, 4, 2), activation="relu", output="softmax", loss="cross_entropy", rng=rng)
    X, Y = rng.uniform(size=(9, 3)), np.eye(2)[rng.integers(0, 2, 9)]
    model.b[0][1] = -50.0  # below zero for every example
    before = model.W[0].copy()
    nnlib.train(model, X, Y, eta=0.5, epochs=3)
    np.testing.assert_array_equal(model.W[0][1], before[1])
    assert (model.W[0] != before).any()


def test_a_column_of_words_becomes_one_for_each_word_of_the_training(chapter):
    """In three tables of strangers a column of words and a gap called NA ended in an error."""
    cells = ["red", "blue", "NA", "red", "green"]
    found = chapter["in_numbers"](cells, [0, 1, 2])
    assert found.tolist() == [[0, 1], [1, 0], [0, 0], [0, 1], [0, 0]]
    found = chapter["in_numbers"](["1.5", "NA", "", "?", "-2"], [0])
    np.testing.assert_array_equal(found[:, 0], [1.5, np.nan, np.nan, np.nan, -2])
