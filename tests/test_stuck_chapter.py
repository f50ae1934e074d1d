"""What chapters/stuck.ipynb says of networks that do not learn, and where it can be linked at."""

import contextlib
import io
import json
import re
from pathlib import Path

import numpy as np
import pytest

import nnlib

NOTEBOOK = Path(__file__).parents[1] / "chapters" / "stuck.ipynb"
# The library's messages and other pages lead here: a place keeps its name.
PLACES = {
    "stuck-half",
    "stuck-equal-units",
    "stuck-eta",
    "stuck-nan",
    "stuck-raw-inputs",
    "stuck-targets",
    "stuck-one-class",
    "stuck-dead-relu",
    "stuck-deep",
    "stuck-check-passes",
}


@pytest.fixture(scope="module")
def cells():
    return json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]


@pytest.fixture(scope="module")
def text(cells):
    return "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


@pytest.fixture(scope="module")
def page(cells):
    """The data and the functions of the page's first cell."""
    names = {}
    first = next("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    with contextlib.redirect_stdout(io.StringIO()):
        exec(first, names)
    return names


# --- where it can be linked ----------------------------------------------------------------------


def test_the_title_is_the_one_that_messages_name(text):
    assert text.startswith("# If it does not learn\n")


def test_every_place_keeps_its_name_above_a_section(text):
    assert set(re.findall(r"(?m)^\((stuck-[a-z-]+)\)=\n## ", text)) == PLACES


def test_the_table_leads_to_every_section_and_nowhere_else(text):
    assert set(re.findall(r"\]\(#([a-z-]+)\)", text)) == PLACES


def test_every_section_has_a_cell_a_cause_and_a_cure(cells):
    sections = re.split(
        r"(?m)^\(stuck-[a-z-]+\)=$",
        "\n".join(
            "".join(c["source"]) if c["cell_type"] == "markdown" else "<code>" for c in cells
        ),
    )[1:]
    for section in sections:
        parts = [section.find(part) for part in ("<code>", "**Why.**", "**Cure.**")]
        assert parts == sorted(parts), section[:80]
        assert min(parts) > 0, section[:80]


# --- what it says --------------------------------------------------------------------------------


def test_guessing_the_mean_costs_the_variance(page):
    model, Y = nnlib.MLP((2, 3, 2), output="identity"), page["Y"]
    model.theta = 0
    model.b[1][:] = Y.mean(axis=0)
    assert model.loss_and_grad(page["X"], Y)[0] == pytest.approx(Y.var(), abs=0.001)
    assert Y.var() == pytest.approx(0.25, abs=0.001)
    assert page["accuracy"](model) == pytest.approx(0.5, abs=0.03)


def test_equal_biases_do_no_harm(page):
    starts = np.random.default_rng(3).uniform(-1, 1, (50, 13))
    probe = nnlib.MLP((2, 3, 1))
    for theta in starts:
        probe.theta = theta
        probe.b[0][:] = 0.3
        theta[:] = probe.theta
    rng = np.random.default_rng(0)
    way = {"eta": 1.0, "epochs": 5000, "n_networks": 50, "rng": rng, "start": starts}
    loss = nnlib.train_ensemble((2, 3, 1), page["X_xor"], page["Y_xor"], **way).loss
    assert (loss < 1 / 16).mean() > 0.9


@pytest.fixture(scope="module")
def losses():
    """The losses of the page's line in a loop of the reader's own."""
    x, losses = np.linspace(0, 100, 50), []
    w = b = 0.0
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(200):
            error = w * x + b - (2 * x + 3)
            losses.append(np.mean(error**2))
            w, b = w - 0.1 * 2 * np.mean(error * x), b - 0.1 * 2 * np.mean(error)
    return np.array(losses)


def test_the_loss_that_ends_infinite_grows_at_every_step(losses):
    finite = losses[np.isfinite(losses)]
    assert len(finite) > 20
    assert (np.diff(finite) > 0).all()


def test_a_loop_of_your_own_goes_on_with_nan(losses):
    assert np.isinf(losses).any()
    assert np.isnan(losses[-1])


def test_the_ranges_of_the_outputs():
    z = np.linspace(-30, 30, 1001)[:, None]
    for name, low, high in (("sigmoid", 0, 1), ("tanh", -1, 1), ("relu", 0, 30)):
        line = nnlib.MLP((1, 1), output=name)
        line.W[0][:] = 1
        a = line.predict(z)
        assert (a.min(), a.max()) == pytest.approx((low, high), abs=1e-9)
        assert low <= a.min() <= a.max() <= high


def test_a_target_out_of_reach_saturates_the_unit():
    z = 0.0  # a neuron with one constant input, the target 3, and steps along -∂C/∂z
    for _ in range(10_000):
        a = 1 / (1 + np.exp(-z))
        z -= 0.3 * 2 * (a - 3) * a * (1 - a)
    assert a > 0.9999


def test_showing_the_rare_class_more_often_finds_it(page):
    X, X_test = page["X"], page["X_test"]
    inside = np.sum(X**2, axis=1) < 0.25**2
    found = []
    for times in (0, 7):
        rows = np.concatenate([X, *[X[inside]] * times])
        rare = np.concatenate([inside, np.ones(times * inside.sum())]).reshape(-1, 1)
        answers = page["trained"](rows, rare, sizes=(2, 6, 1))[0].predict(X_test)[:, 0]
        found.append((answers > 0.5)[np.sum(X_test**2, axis=1) < 0.25**2].mean())
    assert found[0] == 0
    assert found[1] > 0.9
