"""Players show what the library computes, stored in little room, and each frame in words too."""

import base64
import io
import re
from dataclasses import replace

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

import nnlib
from nnlib import viz
from nnlib.viz import widgets
from nnlib.viz.widgets.frames import film, pack
from nnlib.viz.widgets.player import noted

ipywidgets = pytest.importorskip("ipywidgets", reason="players need ipywidgets")
Control, Frame, Player = widgets.Control, widgets.Frame, widgets.Player


@pytest.fixture(autouse=True)
def _style():
    with mpl.rc_context():
        viz.setup()
        yield


def walk(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from walk(child)


def of_kind(player, kind):
    return [w for w in walk(player.widget) if type(w) is kind]


def picture(value):
    """Decode the picture of an HTML widget."""
    png = base64.b64decode(re.search(r'base64,([^"]+)"', value)[1])
    return Image.open(io.BytesIO(png)).convert("RGBA")


def shown(player):
    """What is seen, as the stacks stand: the HTML of the picture and of the words of one frame."""
    screen, _, words = player.widget.children
    return on_top(screen.children[-1]).value + on_top(words).value


def on_top(stack):
    while isinstance(stack, ipywidgets.Stack):
        stack = stack.children[stack.selected_index]
    return stack


def numbers(form, text):
    """The numbers that a text holds where the pattern has groups."""
    return [float(n) for n in re.match(form, text.replace("−", "-")).groups()]


def line_film(n=9):
    fig = Figure(figsize=(2, 1))
    ax = fig.add_subplot(xlim=(0, 1), ylim=(0, 1))
    return fig, film(fig, lambda at: ax.plot([0, 1], [at, 1 - at], color="#82120a"), range(n))


# --- frames ----------------------------------------------------------------------------------


def test_a_film_holds_one_picture_for_each_step_and_leaves_the_figure_as_it_was():
    fig, pictures = line_film(3)
    assert pictures.shape == (3, 150, 300, 3)
    assert not (pictures[0] == pictures[1]).all()
    assert fig.axes[0].lines[:] == []


def test_ground_and_difference_laid_over_each_other_are_the_frame():
    _, pictures = line_film()
    ground, *differences = pack(pictures)
    for frame, png in zip(pictures, differences, strict=True):
        whole = Image.open(io.BytesIO(ground)).convert("RGBA")
        whole.alpha_composite(Image.open(io.BytesIO(png)).convert("RGBA"))
        far = np.abs(np.asarray(whole.convert("RGB")).astype(int) - frame)
        # Shades at the edges may be a little off; a line that is missing would be off by 200.
        assert far.max() <= 40
        assert far.mean() < 0.5


def test_what_no_frame_changes_is_stored_once():
    _, pictures = line_film()
    ground, *differences = pack(pictures)
    one = pack(pictures[:1])[0]
    assert sum(map(len, differences)) < len(pictures) * len(one)
    clear = np.asarray(Image.open(io.BytesIO(differences[0])).convert("RGBA"))[..., 3]
    assert (clear == 0).mean() > 0.9
    assert (np.asarray(Image.open(io.BytesIO(ground)).convert("RGBA"))[..., 3] == 255).all()


def test_the_colours_of_the_course_survive_the_packing():
    fig = Figure(figsize=(3, 3))
    ax = fig.add_subplot()
    colours = [*viz.ROLES.values(), viz.palette.INK, viz.palette.CLASS0, viz.palette.CLASS1]

    def draw(_):
        viz.decision_regions(ax, viz.plane(n=20)[:, 0] / 2 + 0.5)
        for n, colour in enumerate(colours):
            ax.plot([-1, 1], [n / 10, n / 10], color=colour)

    packed = pack(film(fig, draw, [0]))
    ground = np.asarray(Image.open(io.BytesIO(packed[0])).convert("RGB"))
    for colour in colours:
        wanted = np.array(mpl.colors.to_rgb(colour)) * 255
        assert np.abs(ground - wanted).sum(axis=2).min() <= 12, colour


# --- players ---------------------------------------------------------------------------------


def six():
    grey = [np.full((15, 30, 3), 40 * n, np.uint8) for n in range(6)]
    frames = [Frame(picture, f"alt {n}", f"note {n}") for n, picture in enumerate(grey)]
    return frames, Control("η", ("slow", "fast"), 1, "dropdown"), Control("step", (0, 1, 2), 2)


def test_controls_are_linked_in_the_browser_to_the_frame_of_their_places(monkeypatch):
    links = []
    monkeypatch.setattr(ipywidgets, "jslink", lambda *ends: links.append(ends))
    player = Player(*six(), interval=100)
    kinds = ipywidgets.Dropdown, ipywidgets.SelectionSlider, ipywidgets.Play
    (dropdown,), (slider,), (play,) = (of_kind(player, kind) for kind in kinds)
    screen, _, words = player.widget.children
    assert ((play, "value"), (slider, "index")) in links
    for outer, said in ((screen.children[-1], 'alt="alt (.)"'), (words, "note (.)")):
        assert ((dropdown, "index"), (outer, "selected_index")) in links
        for n, inner in enumerate(outer.children):
            assert ((slider, "index"), (inner, "selected_index")) in links
            texts = [re.search(said, html.value)[1] for html in inner.children]
            assert texts == [str(3 * n + place) for place in range(3)]
    assert len(links) == 7
    assert "note 5" in shown(player)
    assert (dropdown.index, slider.index, play.value, play.max) == (1, 2, 2, 2)


def test_controls_stand_between_picture_and_words_so_that_no_text_moves_them():
    assert [part._dom_classes for part in Player(*six()).widget.children] == [
        ("nnlib-screen",),
        ("nnlib-controls",),
        ("nnlib-words",),
    ]


def test_a_player_of_three_controls_has_a_frame_for_each_combination():
    frames, *controls = six()
    player = Player([*frames, *frames[::-1]], Control("way", ("there", "back"), 1), *controls)
    assert "note 0" in shown(player)
    assert player.still.note == "note 0"
    assert player.places[-1] == ("back", "fast", "2")


def test_a_still_is_where_the_player_starts_too():
    frames, _, step = six()
    player = Player(frames[:3], step, still=1)
    assert player.still.note == "note 1"
    assert "note 1" in shown(player)
    assert of_kind(player, ipywidgets.SelectionSlider)[0].index == 1
    assert "note 2" in shown(Player(frames[:3], replace(step, start=0), still=-1))


def test_every_control_has_a_name():
    player = Player(*six())
    named = of_kind(player, ipywidgets.Dropdown) + of_kind(player, ipywidgets.SelectionSlider)
    assert [w.description for w in named] == ["η", "step"]
    assert of_kind(player, ipywidgets.Play) == []  # no interval, nothing to play


def test_a_player_is_shown_with_a_picture_for_where_it_cannot_move():
    player = Player(*six())
    data, metadata = player._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == player.widget.model_id
    assert data["text/plain"] == metadata["image/png"]["alt"] == "alt 5"
    assert metadata["image/png"]["width"] == 20
    still = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    assert still.convert("RGB").getpixel((3, 3)) == (200, 200, 200)


def test_texts_of_frames_are_not_taken_for_html():
    frames = [Frame(np.zeros((3, 3, 3), np.uint8), 'a "<b>"', "1 < 2", "<math></math>")]
    value = shown(Player(frames, Control("x", (0,))))
    assert 'alt="a &quot;&lt;b&gt;&quot;"' in value
    assert "<p>1 &lt; 2</p><math></math>" in value


def test_a_note_with_formulas_is_typeset_and_said_in_plain_words():
    frame = noted(np.zeros((3, 3, 3), np.uint8), "Where $w = 1$.", "$w = −1$ & more")
    assert frame[1:] == ("Where w = 1.", "w = −1 & more", "", frame.heading)
    value = shown(Player([frame], Control("x", (0,))))
    seen = r'<span class="math">\(w = −1\)</span> &amp; more'
    assert f'<p data-said="w = −1 &amp; more">{seen}</p>' in value


def test_bad_players_are_refused():
    frames, *controls = six()
    with pytest.raises(ValueError, match=r"got 5 frames for \[2, 3\] places"):
        Player(frames[:5], *controls)
    with pytest.raises(ValueError, match="alternative text"):
        Player([frames[0]._replace(alt=" ")], Control("x", (0,)))


# --- what the figures show is what the library computes -------------------------------------


def test_slope_and_bias_draws_the_neuron():
    player = widgets.slope_and_bias([-2, 0, 3], [-1, 2], start=(2, 1))
    x, a = player.data["x"], player.data["a"]
    for i, w in enumerate((-2, 0, 3)):
        for j, b in enumerate((-1, 2)):
            np.testing.assert_allclose(a[i, j], 1 / (1 + np.exp(-(w * x + b))), rtol=1e-12)
    neuron = nnlib.Neuron(1)
    neuron.theta[:] = 2, 3
    np.testing.assert_allclose(a[2, 1], neuron.predict(x[:, None])[:, 0], rtol=1e-12)
    assert player.still.note == "w = 3, b = 2: a = 1/2 at x = −0.67, with slope 0.75"
    assert player.frames[2].note == "w = 0, b = −1: a is the same for every x"
    assert all(frame.note in frame.alt for frame in player.frames)


def test_direction_and_offset_draws_the_line_and_counts_what_is_right():
    X, Y = nnlib.datasets.linear_separable(n=40, rng=np.random.default_rng(3))
    player = widgets.direction_and_offset(X, Y, [0, -60], [0.0, 0.2], size=5)
    np.testing.assert_allclose(player.data["theta"][1, 1], [-1, 2.5, -2.5 * np.sqrt(3)], rtol=1e-12)
    neuron = nnlib.Neuron(2)
    for frame, place in zip(player.frames, np.ndindex(2, 2), strict=True):
        neuron.theta[:] = player.data["theta"][place]
        count = int(((neuron.predict(X) > 0.5) == Y).sum())
        assert player.data["right"][place] == count
        w1, w2, b, right, of = numbers(r"w = \((.+), (.+)\), b = (.+): (\d+) of (\d+) ", frame.note)
        np.testing.assert_allclose([b, w1, w2], neuron.theta, atol=0.0501)
        assert (right, of) == (count, len(X))


@pytest.fixture(scope="module")
def descents():
    """Two short descents with the library: what `descent` is called with."""
    X, Y = nnlib.datasets.linear_separable(n=40, rng=np.random.default_rng(3))
    neuron, paths, losses = nnlib.Neuron(2), [], []

    def loss_and_grad(w):
        neuron.theta[:] = -1.5, *w
        return neuron.loss_and_grad(X, Y)

    for eta in (3, 30):
        path = [np.array([0.0, -10.0])]
        for _ in range(3):
            path.append(path[-1] - eta * loss_and_grad(path[-1])[1][1:])
        paths.append(path)
        losses.append([loss_and_grad(w)[0] for w in path])
    limits = (-2, 14), (-20, 4)
    surface = [loss_and_grad(w)[0] for w in viz.plane(limits, 12)]
    return {"surface": surface, "paths": paths, "losses": losses, "limits": limits, "etas": (3, 30)}


def test_descent_draws_the_steps_it_is_given(descents):
    player = widgets.descent(**descents, start=(1, 3))
    np.testing.assert_array_equal(player.data["paths"], descents["paths"])
    np.testing.assert_array_equal(player.data["losses"], descents["losses"])
    form = r"η = (\d+), after step (\d): w = \((.+), (.+)\), loss (.+)"
    for frame, (rate, step) in zip(player.frames, np.ndindex(2, 4), strict=True):
        eta, at, w1, w2, loss = numbers(form, frame.note)
        assert (eta, at) == ((3, 30)[rate], step)
        np.testing.assert_allclose([w1, w2], descents["paths"][rate][step], atol=0.00501)
        np.testing.assert_allclose(loss, descents["losses"][rate][step], atol=5.01e-5)
    assert player.still == player.frames[7]


def test_descent_refuses_paths_and_rates_that_differ_in_number(descents):
    with pytest.raises(ValueError, match=r"paths must have shape \(1, S, 2\)"):
        widgets.descent(**descents | {"etas": (3,)})


@pytest.mark.parametrize(("sizes", "data"), [((2, 2, 1), "xor"), ((2, 3, 2), "circle")])
def test_training_draws_what_the_network_computes_at_each_epoch(sizes, data):
    if data == "xor":
        X, Y = nnlib.datasets.xor_gate()
    else:
        X, Y = nnlib.datasets.circle(30, rng=np.random.default_rng(0))
    network, thetas, losses = nnlib.MLP(sizes), [], []
    for _ in range(3):
        thetas.append(network.theta.copy())
        losses.extend(nnlib.train(network, X, Y, eta=1.0, epochs=50).loss)
    last = network.theta.copy()
    player = widgets.training(
        network, X, Y, thetas=thetas, epochs=[0, 50, 100], losses=losses, shown=20
    )
    np.testing.assert_array_equal(network.theta, last)  # it is given back as it came
    grid = viz.plane(n=61)
    for n, theta in enumerate(thetas):
        network.theta[:] = theta
        np.testing.assert_array_equal(player.data["outputs"][n], network.predict(grid))
        np.testing.assert_array_equal(player.data["hidden"][n], network.forward(X).A[1])
        loss, answers = network.loss_and_grad(X, Y)[0], network.predict(X)
        decided = answers.argmax(1) == Y.argmax(1) if len(Y[0]) == 2 else (answers > 0.5) == Y
        np.testing.assert_allclose([player.data["loss"][n], losses[50 * n]], loss, rtol=1e-12)
        assert player.data["right"][n] == decided.sum()
        said = numbers(r"epoch (\d+): loss (.+), (\d+) of (\d+) points", player.frames[n].note)
        np.testing.assert_allclose(said, [50 * n, loss, decided.sum(), len(X)], atol=5.01e-5)
    assert player.still is player.frames[2]


def test_labels_of_points_that_start_on_one_spot_are_readable():
    """At the start of a training the hidden layer puts all examples close together."""
    fig = Figure(figsize=(2, 2), layout="none")
    ax = fig.add_axes((0, 0, 1, 1))
    ax.set(xlim=(-0.06, 1.3), ylim=(-0.06, 1.3))
    A = np.array([[0.40, 0.46, 0.52, 0.56], [0.42, 0.60, 0.38, 0.46]])
    viz.hidden_space(ax, A, [0, 1, 1, 0], labels=["00", "01", "10", "11"])
    FigureCanvasAgg(fig).draw()
    boxes = [text.get_window_extent() for text in ax.texts]
    assert sorted(" ".join(t.get_text() for t in ax.texts).split()) == ["00", "01", "10", "11"]
    for n, box in enumerate(boxes):
        assert not box.count_overlaps(boxes[:n] + boxes[n + 1 :])
        assert ax.bbox.contains(*box.min)
        assert ax.bbox.contains(*box.max)


def test_no_two_frames_of_a_figure_are_alike(descents):
    player = widgets.descent(**descents)
    values = {
        picture(html.value).tobytes() for html in of_kind(player, ipywidgets.HTML) if html.value
    }
    # The first steps of both rates stand in one place.
    assert len(values) == 1 + len(player.frames) - 1


def test_the_same_figure_has_the_same_bytes_each_time():
    one, two = (widgets.slope_and_bias([0, 1], [0]) for _ in range(2))
    texts = [[html.value for html in of_kind(player, ipywidgets.HTML)] for player in (one, two)]
    assert texts[0] == texts[1]
