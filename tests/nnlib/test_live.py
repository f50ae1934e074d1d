"""Figures that compute in the page: what they carry, and what they refuse."""

import json

import numpy as np
import pytest
from matplotlib.figure import Figure

import nnlib
from nnlib import viz
from nnlib.viz.live import LIVE, Live, layers, numbers


@pytest.fixture(scope="module")
def model():
    rng = np.random.default_rng(3)
    return nnlib.MLP((64, 7, 10), output="softmax", loss="cross_entropy", rng=rng)


IMAGE = np.arange(64) / 64


def test_the_data_are_the_network(model):
    pad = viz.digit_pad(model, IMAGE)
    data = json.loads(json.dumps(pad.data))
    copy = nnlib.MLP((64, 7, 10), output="softmax", loss="cross_entropy")
    copy.W = [np.array(layer["W"]) for layer in data["layers"]]
    copy.b = [np.array(layer["b"]) for layer in data["layers"]]
    assert [layer["activation"] for layer in data["layers"]] == ["sigmoid", "softmax"]
    np.testing.assert_allclose(copy.theta, model.theta, rtol=1e-8)
    shares = copy.predict(np.array(data["image"])[None])
    np.testing.assert_allclose(shares, model.predict(IMAGE[None]), rtol=0, atol=1e-8)


def test_the_words_say_what_the_still_shows(model):
    first, second = np.argsort(-model.predict(IMAGE[None])[0])[:2]
    share = model.predict(IMAGE[None])[0, first]
    words = viz.digit_pad(model, IMAGE).words
    assert f"{first} has {share:.2f}, and next comes {second}" in words


def test_a_notebook_has_the_still_and_the_page_the_data(model):
    pad = viz.digit_pad(model, IMAGE)
    data, metadata = pad._repr_mimebundle_()
    assert set(data) == {"image/png", "text/plain"}  # what a notebook compares, less the weights
    assert metadata["image/png"]["alt"] == data["text/plain"] == pad.words
    assert metadata[LIVE] == {"kind": "digit-pad", "data": pad.data}
    assert data == viz.digit_pad(model, IMAGE)._repr_mimebundle_()[0]


def test_numbers_have_nine_digits():
    assert numbers([[1 / 3, -2e-12], [5, 0]]) == [[0.333333333, -2e-12], [5.0, 0.0]]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"model": nnlib.MLP((64, 10))}, r"model must be an MLP of sizes \(64, H, 10\).*got <MLP"),
        ({"model": nnlib.MLP((64, 5, 10))}, "output='softmax'"),
        ({"model": None}, "got None"),
        ({"image": IMAGE[:8]}, r"image must have shape \(64,\)"),
        ({"image": 16 * IMAGE}, "divided by 16, got 0 to 15.75"),
    ],
)
def test_a_pad_says_what_it_needs(model, change, message):
    with pytest.raises(ValueError, match=message):
        viz.digit_pad(**{"model": model, "image": IMAGE} | change)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "Digit pad"}, "kind must be words in lower case with hyphens, got 'Digit pad'"),
        ({"still": None}, "still must be a Matplotlib figure, got NoneType"),
        ({"words": " "}, "words must be a sentence"),
    ],
)
def test_a_live_figure_says_what_it_needs(change, message):
    with pytest.raises(ValueError, match=message):
        Live(**{"kind": "a", "data": {}, "still": Figure(), "words": "A still."} | change)


def test_layers_need_biases():
    bare = nnlib.MLP((64, 5, 10), output="softmax", loss="cross_entropy", bias=False)
    with pytest.raises(ValueError, match="model must be an MLP with biases, got <MLP"):
        layers(bare)


def test_a_live_figure_brings_its_own_words(model):
    with pytest.raises(ValueError, match="alt must be left out"):
        viz.show(viz.digit_pad(model, IMAGE), alt="mine")


def test_units_are_squares_of_that_area_and_hollow_below_zero():
    ax = Figure().add_subplot()
    assert viz.unit_squares(ax, [1.0, 0.25, -0.5]) is ax
    areas = [p.get_width() * p.get_height() for p in ax.patches]
    np.testing.assert_allclose(np.divide(areas, areas[0]), [1, 0.25, 0.5])
    assert [p.get_facecolor()[3] for p in ax.patches] == [1, 1, 0]
