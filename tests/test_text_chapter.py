"""The code of chapters/text.ipynb, and what its stored trainings say."""

import json
import math
import shutil
import subprocess
from collections import Counter
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from built_book import ROOT
from recurrent import defined

import nnlib
from benchmarks.text import counts, letters
from benchmarks.text.__main__ import COPIED_AFTER, counting, read, trained
from nnlib import viz

FEW = ["ada", "anna", "al", "nan", "lana", "dan"]


@pytest.fixture(scope="module")
def chapter():
    names = defined("text")
    symbols = ".abcdefghijklmnopqrstuvwxyz"
    names |= {"Counter": Counter, "SYMBOLS": symbols}
    names["PLACE"] = {symbol: k for k, symbol in enumerate(symbols)}
    return names


@pytest.fixture(scope="module")
def stored():
    return read()


@pytest.fixture(scope="module")
def lists():
    return letters.split(nnlib.datasets.names(), 516)


def exact(names, context, symbol, d):
    """Kneser-Ney as its formula says, by counting texts, in fractions."""
    m = len(context)

    def count(u, s, longest):
        if longest:
            return sum(("." * m + n + ".")[k:].startswith(u + s) for n in names for k in range(99))
        seen = {
            text[k - 1]
            for n in names
            for text in ["." * (len(u) + 1) + n + "."]
            for k in range(1, len(text))
            if text[k:].startswith(u + s)
        }
        return len(seen)

    def p(u, s, longest):
        row = {r: count(u, r, longest) for r in counts.SYMBOLS}
        below = p(u[1:], s, False) if u else Fraction(1, 27)
        total = sum(row.values())
        if not total:
            return below
        off = max(row[s] - d, 0)
        return (off + d * sum(c > 0 for c in row.values()) * below) / total

    return p(context, symbol, True)


@pytest.mark.equation("eq-text-kneser-ney")
@pytest.mark.parametrize("context", ["an", "na", ".a", "..", "zz", "qa"])
def test_kneser_ney_is_its_formula_and_sums_to_one(chapter, context):
    share = chapter["kneser_ney"](FEW, 2)(context, 0.75)
    assert math.isclose(share.sum(), 1.0)
    for symbol in ".anl":
        expected = exact(FEW, context, symbol, Fraction(3, 4))
        assert math.isclose(share[counts.PLACE[symbol]], expected)
    other = counts.KneserNey(FEW, 3, 0.75).probabilities(context)
    np.testing.assert_allclose(share, other, rtol=1e-14)


@pytest.mark.equation("eq-text-add")
def test_every_count_begins_at_a(chapter):
    share = chapter["add_a"](FEW, 1, 0.5)("l")
    row = Counter({".": 1, "a": 1})  # al., lana
    expected = [(row[s] + 0.5) / (2 + 27 * 0.5) for s in counts.SYMBOLS]
    np.testing.assert_allclose(share, expected, rtol=1e-14)
    np.testing.assert_allclose(chapter["add_a"](FEW, 1, 0.5)("z"), np.full(27, 1 / 27))


@pytest.mark.equation("eq-text-cost")
def test_cost_is_the_mean_over_all_steps(chapter):
    """Three steps of al and four of ada, each at the share that its context gives."""
    share = chapter["add_a"](FEW, 0, 1.0)
    p = dict(zip(counts.SYMBOLS, share(""), strict=True))
    expected = -sum(math.log(p[s]) for s in "al.ada.") / 7
    assert math.isclose(chapter["counting_cost"](share, ["al", "ada"], 0), expected)


@pytest.mark.equation("eq-text-mask")
@pytest.mark.equation("eq-text-delta-mask")
def test_masks_weigh_the_cost_and_its_slope(chapter):
    rng = np.random.default_rng(0)
    z, y = rng.normal(size=(2, 4, 27)), np.eye(27)[rng.integers(0, 27, (2, 4))]
    weights = np.array([[1.0, 1, 1, 0], [1, 1, 0, 0]])

    def softmax(z):
        e = np.exp(z)
        return e / e.sum(axis=2, keepdims=True)

    def cost(z):
        a = softmax(z)
        lost = [-math.log(a[n, t] @ y[n, t]) for n, t in np.argwhere(weights)]
        return sum(lost) / 5

    C, delta = chapter["masked"](softmax(z), y, weights)
    assert math.isclose(C, cost(z))
    np.testing.assert_allclose(delta, nnlib.numerical_gradient(cost, z), atol=1e-9)
    assert not delta[weights == 0].any()


@pytest.mark.equation("eq-text-temperature")
def test_temperature_divides_every_z(chapter):
    z = np.array([1.0, -2.0, 0.5])
    a = np.exp(z) / np.exp(z).sum()
    for tau in (0.3, 1.0, 2.5):
        expected = np.exp(z / tau) / np.exp(z / tau).sum()
        np.testing.assert_allclose(chapter["tempered"](a, tau), expected, rtol=1e-13)
    np.testing.assert_allclose(chapter["tempered"](a, 0.01), [1, 0, 0], atol=1e-12)
    np.testing.assert_allclose(chapter["tempered"](a, 1e6), np.full(3, 1 / 3), rtol=1e-5)


def test_encoded_names_have_a_dot_at_both_ends_and_weights_for_what_exists(chapter):
    X, Y, weights = chapter["encode"](FEW, 6)
    for n, name in enumerate(FEW):
        there = weights[n] > 0
        assert "".join(counts.SYMBOLS[k] for k in X[n, there].argmax(axis=1)) == "." + name
        assert "".join(counts.SYMBOLS[k] for k in Y[n, there].argmax(axis=1)) == name + "."


def test_pieces_of_full_length_have_the_full_gradient(chapter):
    """One piece is the whole; two miss what crosses the seam; the state crosses it."""
    model = chapter["network"](5)
    text = np.eye(27)[np.random.default_rng(0).integers(0, 27, (3, 13))]
    full = model.unpack(model.loss_and_grad(text[:, :-1], text[:, 1:])[1])["W_hh"]
    np.testing.assert_allclose(chapter["recurrent_gradient"](model, text, 12), full, rtol=1e-12)
    half = chapter["recurrent_gradient"](model, text, 6)
    assert 1e-3 < np.linalg.norm(half - full) / np.linalg.norm(full) < 1


def test_what_it_writes_follows_its_shares(chapter):
    """A network that says a, b or the dot, whatever came, in shares of 1/2, 1/4 and 1/4."""
    model = chapter["network"](2)
    model.W_hy, model.b_y = np.zeros((27, 2)), np.full(27, -50.0)
    model.b_y[:3] = np.log([0.25, 0.5, 0.25])
    names = chapter["write"](model, 2000, 1.0, np.random.default_rng(0))
    text = "".join(name + "." for name in names)
    for symbol, share in ((".", 0.25), ("a", 0.5), ("b", 0.25)):
        assert abs(text.count(symbol) / len(text) - share) < 0.02


def test_counts_come_out_as_stored(stored, lists):
    rows = [r for r in stored["counts"]["result"] if r["order"] == 3]
    assert counting(*lists, orders=(3,)) == rows


def test_a_training_comes_out_as_stored(stored, lists):
    """The shortest one, one epoch of the LSTM, within what another processor may change."""
    net = stored["first names, LSTM"]["result"]["nets"]["LSTM"]
    (row,) = (r for r in net["runs"] if (r["epochs"], r["seed"]) == (1, 0))
    coded = [letters.encode([*some, "a" * 11]) for some in lists]
    _, again = trained("LSTM", [[a[:-1] for a in c] for c in coded], net["rate"], 1, 0)
    assert again["validation"] == pytest.approx(row["validation"], abs=2e-3)
    assert again["test"] == pytest.approx(row["test"], abs=2e-3)


def test_what_the_page_says_of_the_stored_results(stored):
    def test_cost(part, kind, epochs):
        runs = stored[part]["result"]["nets"][kind]["runs"]
        return np.mean([r["test"] for r in runs if r["epochs"] == epochs])

    def best(part, m):
        found = stored[part]["result"]
        return next(r["test"] for r in found if (r["model"], r["order"]) == ("Kneser-Ney", m + 1))

    for kind in ("RNN", "LSTM"):
        ends = [test_cost(f"first names, {kind}", kind, e) for e in (8, 16, 32)]
        assert best("counts", 3) < min(ends) < best("counts", 2)
        assert ends[2] > ends[1]
    lstm, rnn = (test_cost(f"surnames, {k}", k, 8) for k in ("LSTM", "RNN"))
    large = test_cost("surnames, large LSTM", "LSTM", 8)
    top = best("counts of surnames", 5)
    assert top < large < lstm < best("counts of surnames", 3) < rnn
    pieces = [np.mean(row["costs"], axis=0)[0] for row in stored["pieces"]["result"]]
    assert max(pieces) - min(pieces) < 0.05
    for kind in ("RNN", "LSTM"):
        first = stored[f"first names, {kind}"]["result"]["nets"][kind]
        last = stored[f"surnames, {kind}"]["result"]["nets"][kind]
        assert {run["epochs"] for run in last["runs"]} == {COPIED_AFTER}  # compared alike
        cold, warm = (first["copies"][n]["copies"] - last["copies"][n]["copies"] for n in (0, 2))
        assert cold > 0.05
        assert warm < 0.04
        assert first["copies_at_the_end"][2]["copies"] > 1.7 * first["copies"][2]["copies"]
    costs = stored["relatives"]["result"]["costs"]
    for net in ("RNN", "LSTM"):
        ahead = {kind: np.mean(c[net]) - c["count"] for kind, c in costs.items()}
        assert ahead["without"] >= ahead["with"] > 0.05


def test_what_the_page_says_of_letters(lists):
    train, validation, test = lists
    after = Counter(name[3:4] for name in nnlib.datasets.names() if name.startswith("mar"))
    assert after["b"] == 0 < after["g"] < after["i"]
    assert not any("gman" in name or "gmaq" in name for name in train)
    before = Counter(a for name in train for a, h in pairwise(name) if h == "h")
    assert 0.75 < sum(before[a] for a in "stc") / before.total() < 0.85
    shares = [len(letters.with_relatives(some, train)) / 516 for some in (validation, test)]
    assert np.round(shares, 2).tolist() == [0.80, 0.82]


def test_no_name_stands_in_two_lists(lists):
    assert len(set().union(*lists)) == sum(map(len, lists)) == 5163


SHARES = """
const fs = require("fs");
global.window = global;
global.nnlibLiveReady = () => {};
eval(fs.readFileSync(process.argv[1], "utf8"));
const { network, asked } = JSON.parse(fs.readFileSync(0, "utf8"));
console.log(JSON.stringify(asked.map(([first, tau]) => nnlibWriter.after(network, first, tau))));
"""


def test_the_writer_of_the_page_has_the_shares_of_nnlib(chapter):
    """Every share after a text, at every temperature, within what nine digits of a weight allow."""
    node = shutil.which("node")
    assert node, "the formulas of the book are typeset with node, so it is there"
    model = chapter["network"](16, seed=3)
    asked = [("", 1.0), ("mar", 0.5), ("zoq", 2.0)]
    data = viz.letter_writer(model, counts.SYMBOLS, ["ada"]).data
    given = json.dumps({"network": data, "asked": asked})
    script = ROOT / "page" / "live" / "letter-writer.js"
    ran = subprocess.run(
        [node, "-e", SHARES, str(script)], input=given, capture_output=True, text=True, check=True
    )
    for (first, tau), found in zip(asked, json.loads(ran.stdout), strict=True):
        numbers = [0, *[counts.PLACE[s] for s in first]]
        last = model.predict(np.eye(27)[numbers][None])[0, -1]
        np.testing.assert_allclose(found, chapter["tempered"](last, tau), rtol=0, atol=1e-6)


def test_a_writer_wants_a_network_with_a_place_for_each_symbol(chapter):
    with pytest.raises(ValueError, match="symbols must have one for each of 27 inputs"):
        viz.letter_writer(chapter["network"](2), ".ab", ["ada"])
    with pytest.raises(ValueError, match="model must be an RNN with activation='tanh'"):
        viz.letter_writer(nnlib.RNN(3, 2, 3), ".ab", ["ada"])
