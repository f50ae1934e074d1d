"""The drawings show what they were given, can be read by everybody, and leave nothing behind."""

import base64
import struct
import subprocess
import sys
from itertools import combinations
from types import ModuleType

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Circle, ConnectionStyle, FancyArrowPatch

import nnlib
from nnlib import viz
from nnlib.viz import palette
from nnlib.viz.png import legible


@pytest.fixture(autouse=True)
def _style():
    with mpl.rc_context():
        viz.setup()
        yield


def axes(size=None, **kwargs):
    return Figure(figsize=size).add_subplot(**kwargs)


# Colours. Linear RGB, relative luminance and contrast are those of WCAG 2.2; CIELAB that of CIE 15
# under D65; the matrices for colour vision deficiency those of Machado, Oliveira and Fernandes, "A
# physiologically-based model for simulation of color vision deficiency", IEEE TVCG 15 (2009), at
# severity 1; the filters those of the CSS Filter Effects module, level 1.

VISION = {
    "normal": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]],
)
DARK_GROUNDS = ("#121212", "#14181e")


def linear(colour):
    rgb = np.array(to_rgb(colour))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    darker, lighter = sorted(XYZ[1] @ linear(colour) + 0.05 for colour in (one, other))
    return lighter / darker


def lab(colour, vision):
    xyz = XYZ @ np.clip(VISION[vision] @ linear(colour), 0, 1) / XYZ.sum(axis=1)
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def on_dark(colour):
    """Apply the CSS filter ``invert(.93) hue-rotate(180deg)``."""
    inverted = 0.93 + np.array(to_rgb(colour)) * (1 - 2 * 0.93)
    rotation = [[-0.574, 1.43, 0.144], [0.426, 0.43, 0.144], [0.426, 1.43, -0.856]]
    return to_hex(np.clip(rotation @ inverted, 0, 1))


@pytest.mark.parametrize("role", palette.ROLES)
def test_roles_can_be_read_on_light_and_dark_pages(role):
    assert contrast(palette.ROLES[role], "white") >= 4.5
    assert on_dark(palette.ROLES[role]) == palette.ROLES_DARK[role]
    for ground in DARK_GROUNDS:
        assert contrast(palette.ROLES_DARK[role], ground) >= 4.5


@pytest.mark.parametrize("colour", [palette.INK, palette.MUTED, palette.CLASS0, palette.CLASS1])
def test_other_colours_can_be_read_on_light_and_dark_pages(colour):
    assert contrast(colour, "white") >= 4.5
    for ground in DARK_GROUNDS:
        assert contrast(on_dark(colour), ground) >= 4.5


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize(("roles", "apart"), [(palette.ROLES, 20), (palette.ROLES_DARK, 16)])
def test_roles_are_told_apart_by_every_reader(roles, apart, vision):
    for one, other in combinations(roles, 2):
        distance = np.linalg.norm(lab(roles[one], vision) - lab(roles[other], vision))
        assert distance >= apart, f"{one} and {other} with {vision}: {distance:.1f}"


@pytest.mark.parametrize("vision", VISION)
def test_classes_are_told_apart_by_every_reader(vision):
    assert np.linalg.norm(lab(palette.CLASS0, vision) - lab(palette.CLASS1, vision)) >= 40


@pytest.mark.parametrize("name", ["REGIONS", "LOSSES", "ACTIVATIONS"])
def test_colour_maps_keep_ink_readable_on_top(name):
    for share in np.linspace(0, 1, 21):
        shade = getattr(palette, name)(share)[:3]
        assert contrast(palette.INK, shade) >= 4.5
        assert contrast(on_dark(palette.INK), on_dark(shade)) >= 4.5


def test_tint_mixes_with_white():
    assert palette.tint("#000000", 0) == "#ffffff"
    assert palette.tint("#102030", 1) == "#102030"
    assert palette.tint("#000000", 0.2) == "#cccccc"


# Style and display.


def as_hex(colour):
    return f"#{colour.removeprefix('#')}"  # older versions keep a style file's colour as it is


def test_setup_sets_the_same_style_whatever_the_reader_had_set():
    before = dict(mpl.rcParams)
    mpl.rcParams.update({"font.size": 30, "lines.markersize": 99, "savefig.bbox": "tight"})
    viz.setup()
    assert dict(mpl.rcParams) == before
    assert mpl.rcParams["figure.facecolor"] == "white"
    assert mpl.rcParams["font.family"] == ["DejaVu Sans"]


def test_style_uses_the_palette_and_no_colour_without_a_line_style():
    cycle = mpl.rcParams["axes.prop_cycle"].by_key()
    assert {as_hex(colour) for colour in cycle["color"]} == set(palette.ROLES.values())
    assert len(set(zip(cycle["color"], cycle["linestyle"], strict=True))) == 5
    assert as_hex(mpl.rcParams["text.color"]) == palette.INK
    assert as_hex(mpl.rcParams["grid.color"]) == palette.GRID
    assert as_hex(mpl.rcParams["axes.edgecolor"]) == palette.MUTED


@pytest.fixture
def shown(monkeypatch):
    """Collect what `show` publishes, in place of a notebook."""
    calls = []
    module = ModuleType("IPython.display")
    module.display = lambda *args, **kwargs: calls.append((args, kwargs))
    monkeypatch.setitem(sys.modules, "IPython.display", module)
    return calls


def test_show_publishes_the_picture_its_size_and_its_text(shown):
    fig = Figure(figsize=(6.4, 3.5))
    viz.show(fig, alt=" A line \n that falls. ")
    (bundle,), options = shown[0]
    assert options["raw"] is True
    expected = {"width": 640, "height": 350, "alt": "A line that falls."}
    assert options["metadata"] == {"image/png": expected}
    assert bundle["text/plain"] == "A line that falls."
    picture = base64.b64decode(bundle["image/png"], validate=True)
    assert struct.unpack(">II", picture[16:24]) == (1280, 700)
    assert b"Software" not in picture


def test_show_gives_the_same_bytes_again_whatever_the_reader_had_set(shown):
    for settings in ({}, {"savefig.bbox": "tight", "savefig.dpi": 50, "savefig.transparent": True}):
        with mpl.rc_context(settings):
            ax = axes()
            viz.loss_curve(ax, [3, 2, 1.5], [3, 1, 0.5], labels=["slow", "fast"])
            viz.show(ax.figure, alt="Two curves.")
    assert shown[0] == shown[1]


def test_show_draws_on_opaque_white(shown, tmp_path):
    with mpl.rc_context({"savefig.facecolor": "none"}):
        viz.show(Figure(figsize=(1, 1), facecolor="none"), alt="Nothing.")
    path = tmp_path / "figure.png"
    path.write_bytes(base64.b64decode(shown[0][0][0]["image/png"]))
    assert (mpl.image.imread(path) == 1).all()


def test_show_puts_a_caption_beneath_the_figure(shown):
    viz.show(Figure(), alt="A line.", caption=" Where\n$z = 0$. ", name="fig-page-line")
    (picture, _), ((caption,), options) = shown
    assert "image/png" in picture[0]
    assert options == {"raw": True}
    assert caption == {
        "text/markdown": "<!-- fig-page-line -->\n\n**Figure.** Where $z = 0$.",
        "text/plain": "Figure. Where $z = 0$.",
    }


@pytest.fixture
def ipywidgets():
    return pytest.importorskip("ipywidgets")


@pytest.mark.usefixtures("ipywidgets", "shown")  # ipywidgets needs the IPython that shown replaces
def test_show_shows_a_figure_that_moves_with_its_caption(shown):
    player = viz.widgets.slope_and_bias([1, 2], [0])
    viz.show(player, caption="It turns.", name="fig-page-turn")
    assert shown[0][0] == (player,)
    assert shown[1][0][0]["text/plain"] == "Figure. It turns."
    viz.show(player)
    assert len(shown) == 3


def test_a_table_is_one_on_a_page_and_aligned_text_elsewhere():
    rows = [("a < b", "0.25", 10_000), ("long rule", "−1", np.int64(5))]
    table = viz.table(("rule", "loss", "epochs"), rows)
    assert repr(table).split("\n") == [
        "rule       loss  epochs",
        "a < b      0.25   10000",
        "long rule    −1       5",
    ]
    page = table._repr_html_()
    assert page.count("<tr>") == 3
    assert '<td style="text-align: left">a &lt; b</td><td style="text-align: right">0.25' in page
    assert '<th scope=col style="text-align: right">loss</th>' in page
    assert "text-align: center" in viz.table("ab", [("x", 1)], align="lc")._repr_html_()


@pytest.mark.parametrize("cell", [0.1 + 0.2, True, None])
def test_a_table_takes_no_cell_that_nobody_formatted(cell):
    with pytest.raises(TypeError, match=r"rows must hold texts or whole numbers.*row 0; format it"):
        viz.table("ab", [("x", cell)])


@pytest.mark.parametrize(("wide", "shown_wide"), [(6.8, 500), (5.0, 500), (3.0, 300)])
def test_a_phone_shows_letters_of_eleven_pixels(shown, wide, shown_wide):
    fig = Figure(figsize=(wide, wide / 2))
    for ax in fig.subplots(1, 2):
        ax.plot([0, 1])
    viz.show(fig, alt="Two lines.")
    size = shown[0][1]["metadata"]["image/png"]
    assert (size["width"], size["height"]) == (shown_wide, shown_wide / 2)
    for ax in fig.axes:
        for label in (*ax.get_xticklabels(), *ax.get_yticklabels()):
            pixels = label.get_fontsize() * 100 / 72  # of 100 to the inch
            assert pixels * min(1, 328 / size["width"]) >= 11


@pytest.mark.parametrize("wide", [5.0, 6.8])
def test_a_legend_with_many_names_takes_as_many_rows_as_its_figure_needs(wide):
    fig = Figure(figsize=(wide, 4), layout="constrained")
    ax = fig.add_subplot()
    for n in range(6):
        ax.plot([0, 1], label=f"the line {n}")
    viz.legend(ax)
    legible(fig)
    fig.draw_without_rendering()
    box = ax.get_legend().get_window_extent()
    assert fig.bbox.x0 <= box.x0
    assert box.x1 <= fig.bbox.x1
    assert box.height < fig.bbox.height / 3  # and not a column of names


def test_a_diagram_keeps_its_size(shown):
    fig = Figure(figsize=(6.8, 3))
    viz.canvas(fig.add_subplot(), (0, 4), (0, 2))
    viz.show(fig, alt="Nothing.")
    assert shown[0][1]["metadata"]["image/png"]["width"] == 680


def test_show_closes_the_figure(shown, monkeypatch):
    closed = []
    pyplot = ModuleType("matplotlib.pyplot")
    pyplot.close = closed.append
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", pyplot)
    fig = Figure()
    viz.show(fig, alt="Nothing.")
    assert closed == [fig]
    assert len(shown) == 1


def test_show_needs_ipython(monkeypatch):
    monkeypatch.setitem(sys.modules, "IPython.display", None)
    with pytest.raises(ImportError, match=r"show needs IPython.*savefig"):
        viz.show(Figure(), alt="Nothing.")


def test_viz_needs_neither_ipython_nor_pyplot_nor_a_window():
    code = """
import sys
from matplotlib.figure import Figure
from nnlib import viz
viz.setup()
ax = Figure().add_subplot()
viz.decision_regions(ax, viz.plane((0, 1), 5)[:, 0], [[0, 1]], [1], limits=(0, 1))
viz.loss_surface(Figure().add_subplot(), viz.plane((0, 1), 5)[:, 0], limits=(0, 1))
viz.unrolled(Figure().add_subplot(), 2)
print(sorted({"IPython", "matplotlib.pyplot", "tkinter"} & set(sys.modules)))
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


# What every drawing has in common.

PLANE = viz.plane((-1, 1), 9)
RAMP = (PLANE[:, :1] + 1) / 2
X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
Y = np.array([[0.0], [1.0], [1.0], [0.0]])
CURVE = np.array([0.5, 0.3, 0.2])
STATES = np.linspace(0, 1, 24).reshape(4, 3, 2)
W = [np.array([[0.5, -1.5], [2.0, 0.25], [-3.0, 1.0]]), np.array([[1.0, -2.0, 0.5]])]

DRAWINGS = {
    "loss_curve": ((CURVE, CURVE[:2]), {"labels": ["a", "b"], "log": True}),
    "delta_norms": ((CURVE, STATES), {"labels": ["a", "b"]}),
    "loss_slice": ((CURVE, CURVE**2), {"steps": X, "tangent": CURVE}),
    "loss_surface": ((RAMP[:, 0],), {"limits": (-1, 1), "path": X}),
    "decision_regions": ((RAMP, X, Y), {}),
    "points": ((X, Y), {"labels": list("abcd")}),
    "line": ((X[1], 0.5), {"label": "line"}),
    "hidden_space": ((X.T, Y, X[3], -0.5), {"labels": list("abcd")}),
    "hidden_over_time": ((STATES,), {"labels": ["a", "b"]}),
    "network": (((2, 3, 1),), {"edges": W, "values": [X[1], CURVE, Y[1]], "biases": [CURVE, Y[1]]}),
    "neuron": ((), {"values": {"x1": 1}, "factors": {"C_a": 2}, "backward": True}),
    "bars": ((CURVE, list("abc")), {}),
    "growth": (([1, 2, 3], CURVE), {"last": 2}),
    "race": (({"one task": {"this": 2.0, "that": 0.5}, "another": {"that": 3.0}},), {}),
    "unrolled": ((3,), {"x": CURVE, "h": X.ravel()[:4], "a": CURVE, "backward": True}),
}


def arrays(*values):
    for value in values:
        if isinstance(value, np.ndarray):
            yield value
        elif isinstance(value, list | tuple):
            yield from arrays(*value)
        elif isinstance(value, dict):
            yield from arrays(*value.values())


def test_every_drawing_is_in_the_table():
    others = {"ROLES", "arrow", "canvas", "legend", "node", "plane", "setup", "show", "widgets"}
    others |= {"measured", "table"}
    others |= {"Live", "digit_pad", "letter_writer", "unit_squares"}  # test_live.py
    assert set(viz.__all__) == set(DRAWINGS) | others


@pytest.mark.parametrize("name", DRAWINGS)
def test_drawing_returns_its_axes_changes_no_input_and_can_be_rendered(name):
    args, kwargs = DRAWINGS[name]
    copies = [array.copy() for array in arrays(args, kwargs)]
    for array in arrays(args, kwargs):
        array.flags.writeable = False
    fig = Figure()
    ax, other = fig.subplots(1, 2)
    assert getattr(viz, name)(ax, *args, **kwargs) is ax
    FigureCanvasAgg(fig).draw()
    for array, copy in zip(arrays(args, kwargs), copies, strict=True):
        array.flags.writeable = True
        np.testing.assert_array_equal(array, copy)
    assert not other.has_data()
    if name not in {"network", "neuron", "unrolled", "points", "line"}:
        assert ax.get_xlabel()
        assert ax.get_ylabel() or name in {"bars", "race", "hidden_over_time"}  # names by row


@pytest.mark.parametrize("name", DRAWINGS)
def test_drawing_says_that_the_axes_were_forgotten(name):
    args, kwargs = DRAWINGS[name]
    with pytest.raises(
        ValueError, match=r"ax must be Matplotlib axes and comes first, got ndarray"
    ):
        getattr(viz, name)(np.zeros(3), *args, **kwargs)


# Curves.


def test_loss_curve_draws_each_loss_over_its_epochs():
    ax = viz.loss_curve(axes(), CURVE, [4, 3], labels=["first", "second"])
    first, second = ax.lines
    np.testing.assert_array_equal(first.get_xydata(), np.c_[[0, 1, 2], CURVE])
    np.testing.assert_array_equal(second.get_xydata(), [[0, 4], [1, 3]])
    assert first.get_color() == palette.ROLES["error"]
    assert len({(line.get_color(), line.get_linestyle()) for line in ax.lines}) == 2
    assert len({line.get_linestyle() for line in ax.lines}) == 2
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_yscale()) == ("epoch", "loss", "linear")
    assert ax.get_ylim()[0] == 0
    assert [(text.get_text(), *text.xy) for text in ax.texts] == [
        ("first", 2, 0.2),
        ("second", 1, 3),
    ]
    assert [text.get_color() for text in ax.texts] == [line.get_color() for line in ax.lines]


def test_loss_curve_can_be_logarithmic():
    ax = viz.loss_curve(axes(), CURVE, log=True, ylabel="mean loss")
    assert (ax.get_yscale(), ax.get_ylabel()) == ("log", "mean loss")
    assert not ax.texts


def test_labels_of_curves_that_end_together_do_not_overlap():
    ends = [np.linspace(1, end, 50) for end in (0.2, 0.201, 0.199, 0.2)]
    ax = viz.loss_curve(axes(), *ends, labels=["one", "two", "three", "four"])
    assert_apart(ax.figure, ax.texts)


def test_delta_norms_takes_norms_or_deltas():
    ax = viz.delta_norms(axes(), [0.1, 1.0], STATES, labels=["norms", "deltas"])
    norms, deltas = ax.lines
    np.testing.assert_allclose(norms.get_xydata(), [[1, 0.1], [2, 1]])
    expected = [np.sqrt((STATES[t] ** 2).sum()) for t in range(4)]
    np.testing.assert_allclose(deltas.get_xydata(), np.c_[[1, 2, 3, 4], expected])
    assert norms.get_color() == palette.ROLES["error"]  # as δ has everywhere
    assert ax.get_yscale() == "log"
    assert [text.get_text() for text in ax.get_legend().texts] == ["norms", "deltas"]


def test_loss_slice_draws_curve_tangent_and_descent_inside_the_limits_of_the_curve():
    w = np.linspace(-2, 2, 41)
    ax = viz.loss_slice(axes(), w, w**2, steps=[[2, 4], [1, 1]], tangent=(1, 1, 2))
    curve, tangent, descent, start = ax.lines
    np.testing.assert_array_equal(curve.get_xydata(), np.c_[w, w**2])
    x, y = tangent.get_xydata().T
    np.testing.assert_allclose(y, 1 + 2 * (x - 1))
    assert x.mean() == pytest.approx(1)
    assert tangent.get_label() == "slope 2"
    assert tangent.get_color() == palette.ROLES["gradient"]
    np.testing.assert_array_equal(descent.get_xydata(), [[2, 4], [1, 1]])
    np.testing.assert_array_equal(start.get_xydata(), [[2, 4]])
    steep = viz.loss_slice(axes(), w, w**2, tangent=(1, 1, 900))
    assert steep.get_ylim() == ax.get_ylim()


# Planes.


def test_plane_runs_fastest_along_the_first_coordinate():
    expected = [[0, 5], [1, 5], [2, 5], [0, 6], [1, 6], [2, 6], [0, 7], [1, 7], [2, 7]]
    np.testing.assert_array_equal(viz.plane(((0, 2), (5, 7)), 3), expected)
    assert viz.plane().shape == (40000, 2)


def fill_at(ax, x, y):
    """Return the colour that was filled at a place, whichever Matplotlib drew it."""
    FigureCanvasAgg(ax.figure).draw()
    column, row = ax.transData.transform((x, y)).astype(int)
    image = np.asarray(ax.figure.canvas.buffer_rgba())
    return image[image.shape[0] - row, column, :3] / 255


@pytest.mark.parametrize("columns", [0, 1, 2])
def test_decision_regions_shows_each_answer_where_it_belongs(columns):
    limits = ((-1, 1), (3, 5))
    score = (viz.plane(limits, 60)[:, 0] > 0) * (viz.plane(limits, 60)[:, 1] > 4) * 0.98 + 0.01
    outputs = {0: score, 1: score[:, None], 2: np.c_[1 - score, score] * 0.7}[columns]
    ax = viz.decision_regions(axes(), outputs, limits=limits)
    assert ax.get_xlim() == (-1, 1)
    assert ax.get_ylim() == (3, 5)
    for place in [(-0.5, 3.5), (-0.5, 4.5), (0.5, 3.5), (0.5, 4.5)]:
        red, _, blue = fill_at(ax, *place)
        assert (red > blue) == (place == (0.5, 4.5)), place
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("$x_1$", "$x_2$")


def contour_of(ax):
    """Return the points of the only contour that is drawn as a line of the output's colour."""
    found = []
    for collection in ax.collections:
        edges = collection.get_edgecolor()
        if len(edges) and to_hex(edges[0]) == palette.ROLES["output"]:
            found += [path.vertices for path in collection.get_paths()]
    return np.concatenate([np.empty((0, 2)), *found])


@pytest.mark.parametrize("two", [False, True])
def test_decision_regions_draws_the_line_where_the_answer_changes(two):
    P = viz.plane((-1, 1), 101)
    score = 1 / (1 + np.exp(-4 * (P[:, 0] - 0.3)))
    outputs = np.c_[1 - score, score] if two else score
    np.testing.assert_allclose(
        contour_of(viz.decision_regions(axes(), outputs))[:, 0], 0.3, atol=1e-3
    )


def test_decision_regions_of_one_answer_only_has_no_line_and_no_warning():
    for answer in (0.1, 0.9):
        ax = viz.decision_regions(axes(), np.full(25, answer))
        assert ax.collections
        assert len(contour_of(ax)) == 0


@pytest.mark.parametrize(
    "targets", [[0, 1, 1, 0], Y, np.eye(2)[[0, 1, 1, 0]], [False, True, True, False]]
)
def test_points_have_a_marker_for_each_target(targets):
    ax = viz.points(axes(), X, targets)
    zeros, ones = ax.collections
    np.testing.assert_array_equal(zeros.get_offsets(), X[[0, 3]])
    np.testing.assert_array_equal(ones.get_offsets(), X[[1, 2]])
    assert len(zeros.get_paths()[0].vertices) != len(ones.get_paths()[0].vertices)
    assert (zeros.get_facecolor()[0] == 1).all()
    assert to_hex(ones.get_facecolor()[0]) == palette.CLASS1


def test_points_that_lie_close_share_a_label():
    places = [[0, 0], [0.9, 0.1], [0.91, 0.11], [1, 1]]
    ax = viz.points(axes(), places, [0, 1, 1, 0], labels=["a", "b", "c", "d"])
    assert [text.get_text() for text in ax.texts] == ["a", "b  c", "d"]
    assert [tuple(text.xy) for text in ax.texts] == [(0, 0), (0.9, 0.1), (1, 1)]


@pytest.mark.parametrize(
    ("w", "b"), [([1, -1.5], -0.4), ([0, 2], 1), ([3, 0], -1), ([2, 5], 0), (np.uint8([1, 2]), -1)]
)
def test_line_is_where_z_is_zero_and_leaves_the_limits(w, b):
    ax = axes()
    ax.set(xlim=(-1, 1), ylim=(-1, 1))
    viz.line(ax, w, b, label="line", role="ink", style="--")
    (drawn,) = ax.lines
    ends = drawn.get_transform().transform(drawn.get_xydata())  # axline is cut to the axes here
    ends = ax.transData.inverted().transform(ends)
    np.testing.assert_allclose(ends @ w + b, 0, atol=1e-9)
    assert np.linalg.norm(ends[1] - ends[0]) > 0.5
    assert (ax.get_xlim(), ax.get_ylim()) == ((-1, 1), (-1, 1))
    assert (drawn.get_label(), drawn.get_color(), drawn.get_linestyle()) == (
        "line",
        palette.INK,
        "--",
    )


def test_loss_surface_draws_levels_and_the_descent():
    limits = ((-2, 2), (0, 8))
    P = viz.plane(limits, 41)
    bowl = P[:, 0] ** 2 + (P[:, 1] - 6) ** 2
    ax = viz.loss_surface(axes(), bowl, limits=limits, path=[[-1, 1], [0, 6]], ylabel="$b$")
    np.testing.assert_array_equal(ax.lines[0].get_xydata(), [[-1, 1], [0, 6]])
    np.testing.assert_array_equal(ax.lines[1].get_xydata(), [[-1, 1]])
    assert fill_at(ax, 1.5, 0.2)[1] < fill_at(ax, 0.3, 6.4)[1] - 0.2  # the wall is the darker one
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("$w_1$", "$b$")
    assert ax.texts


def test_legend_stands_above_the_axes():
    ax = viz.points(axes(), X, Y)
    viz.legend(viz.line(ax, [1, 1], -0.5, label="line"))
    FigureCanvasAgg(ax.figure).draw()
    legend = ax.get_legend()
    assert [text.get_text() for text in legend.texts] == ["$y = 0$", "$y = 1$", "line"]
    assert legend.get_window_extent().y0 >= ax.get_window_extent().y1


# Hidden layers.


def test_hidden_space_draws_columns_as_points_and_the_line_of_the_output():
    A = np.array([[0.1, 0.9, 0.2], [0.3, 0.4, 0.8]])
    ax = viz.hidden_space(axes(), A, [0, 1, 0], [2, -1], -0.5, labels=list("abc"))
    zeros, ones = ax.collections
    np.testing.assert_array_equal(zeros.get_offsets(), [[0.1, 0.3], [0.2, 0.8]])
    np.testing.assert_array_equal(ones.get_offsets(), [[0.9, 0.4]])
    assert len(ax.lines) == 1
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("$a_1$", "$a_2$")


def corners_of(polygons):
    """Return the corners that were given to a 3-D polygon, which Matplotlib keeps for itself."""
    if hasattr(polygons, "_vec"):  # older versions
        return polygons._vec[:3].T
    return np.concatenate(list(polygons._faces))


def test_hidden_space_draws_three_units_and_the_plane_of_the_output():
    A = np.vstack([X.T, [0, 0.5, 0.5, 1]])
    w, b = np.array([1.0, 2.0, -1.0]), -0.7
    ax = viz.hidden_space(axes(projection="3d"), A, Y, w, b, labels=list("abcd"))
    FigureCanvasAgg(ax.figure).draw()
    zeros, ones, cut = ax.collections
    np.testing.assert_array_equal(np.array(zeros._offsets3d), A[:, [0, 3]])
    np.testing.assert_array_equal(np.array(ones._offsets3d), A[:, [1, 2]])
    corners = corners_of(cut)
    np.testing.assert_allclose(corners @ w + b, 0, atol=1e-12)
    low, high = ax.get_xlim()
    assert ((corners > low - 1e-9) & (corners < high + 1e-9)).all()
    assert ax.get_zlabel() == "$a_3$"


def test_hidden_space_without_a_cut_draws_the_points_alone():
    A = np.vstack([X.T, [0, 0.5, 0.5, 1]])
    ax = viz.hidden_space(axes(projection="3d"), A, Y, [1, 1, 1], 99)
    assert len(ax.collections) == 2


def test_hidden_over_time_writes_each_state_into_its_cell():
    ax = viz.hidden_over_time(axes(), STATES, labels=["01", "10"])
    tables = ax.collections
    assert len(tables) == 2
    for n, table in enumerate(tables):
        np.testing.assert_array_equal(np.ravel(table.get_array()), STATES[:, :, n].T.ravel())
    texts = [text.get_text() for text in ax.texts]
    assert texts[0] == "01"
    assert texts[13] == "10"
    assert texts[1:13] == [f"{h:.2f}" for h in STATES[:, :, 0].ravel()]
    assert [text.get_text() for text in ax.get_xticklabels()] == list("01230123")
    assert [text.get_text() for text in ax.get_yticklabels()] == ["unit 1", "unit 2", "unit 3"]
    number = ax.texts[1 + 2 * 3]  # t = 2, the first unit of the first sequence
    assert number.get_position() == (2.5, 0.5)


def test_hidden_over_time_of_a_long_sequence_has_a_colour_bar_and_zero_in_the_middle():
    ax = viz.hidden_over_time(axes(), np.linspace(-1, 0.5, 120).reshape(40, 3))
    assert not ax.texts
    assert len(ax.figure.axes) == 2
    assert ax.collections[0].get_clim() == (-1, 1)


# Diagrams.


def boxes(fig, texts):
    FigureCanvasAgg(fig).draw()
    return [(text.get_text(), text.get_window_extent()) for text in texts]


def assert_apart(fig, texts):
    for (one, box), (other, near) in combinations(boxes(fig, texts), 2):
        apart = box.x1 <= near.x0 or near.x1 <= box.x0 or box.y1 <= near.y0 or near.y1 <= box.y0
        assert apart, f"{one!r} and {other!r} overlap"


def full(n):
    return [-0.777] * n


DIAGRAMS = {
    "neuron": (
        "neuron",
        (),
        {
            "values": dict.fromkeys(("x1", "x2", "w1", "w2", "b", "z", "a", "y", "C"), -0.777),
            "factors": dict.fromkeys(("C_a", "a_z", "z_w"), -0.777),
            "backward": True,
        },
        (6.4, 3.6),
    ),
    "unrolled": ("unrolled", (3,), {"x": full(3), "h": full(4), "a": full(3)}, (6.4, 4.2)),
    "unrolled-back": ("unrolled", (4,), {"backward": True}, (6.4, 4.2)),
}
for layers in ((2, 1), (2, 2, 1), (2, 3, 1), (2, 2, 2), (2, 3, 2), (1, 3, 1)):
    DIAGRAMS[f"network{layers}"] = (
        "network",
        (layers,),
        {
            "values": [full(n) for n in layers],
            "edges": [np.full(shape, -0.777) for shape in zip(layers[1:], layers, strict=False)],
            "biases": [full(n) for n in layers[1:]],
        },
        None,
    )


@pytest.mark.parametrize("case", DIAGRAMS)
def test_texts_of_diagrams_keep_apart_and_within_the_figure(case):
    name, args, kwargs, size = DIAGRAMS[case]
    ax = getattr(viz, name)(axes(size), *args, **kwargs)
    assert_apart(ax.figure, ax.texts)
    frame = ax.figure.bbox
    for text, box in boxes(ax.figure, ax.texts):
        inside = (
            frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 <= box.y1 <= frame.y1
        )
        assert inside, f"{text!r} leaves the figure"


@pytest.mark.parametrize("case", DIAGRAMS)
def test_texts_of_diagrams_stand_wholly_inside_a_node_or_off_it(case):
    name, args, kwargs, size = DIAGRAMS[case]
    ax = getattr(viz, name)(axes(size), *args, **kwargs)
    for text, box in boxes(ax.figure, ax.texts):
        for node in [patch for patch in ax.patches if isinstance(patch, Circle)]:
            centre, edge = ax.transData.transform(
                [node.center, np.add(node.center, (node.radius, 0))]
            )
            nearest = np.clip(centre, (box.x0, box.y0), (box.x1, box.y1))
            farthest = max(np.hypot(*(corner - centre)) for corner in box.corners())
            radius = edge[0] - centre[0]
            # A text's box is wider than its letters, so the nodes' edges are given some slack.
            clear = np.hypot(*(nearest - centre)) > 0.9 * radius or farthest < 1.1 * radius
            assert clear, f"{text!r} stands across the edge of a node"


def arrows(ax):
    return [patch for patch in ax.patches if isinstance(patch, FancyArrowPatch)]


def nodes(ax):
    return [patch for patch in ax.patches if isinstance(patch, Circle)]


def between(ax, tail, head):
    """Return the arrow that leads from one place to another, its own label included."""
    for arrow in arrows(ax):
        start, end = arrow._posA_posB
        if np.allclose(start, tail, atol=0.2) and np.allclose(end, head, atol=0.2):
            return arrow
    raise AssertionError(f"no arrow from {tail} to {head}")


def label_on(ax, tail, head, share):
    """Return the text that stands at a share of the way between two places."""
    place = np.add(tail, share * np.subtract(head, tail))
    nearest = min(ax.texts, key=lambda text: np.hypot(*np.subtract(text.get_position(), place)))
    return nearest.get_text()


def test_network_writes_each_weight_on_its_own_arrow():
    ax = viz.network(axes(), (2, 3, 1), edges=W, edge_role="gradient")
    assert len(nodes(ax)) == 6
    assert len(arrows(ax)) == 9
    places = [node.center for node in nodes(ax)]
    layers = places[:2], places[2:5], places[5:]
    assert [y for _, y in layers[1]] == sorted((y for _, y in layers[1]), reverse=True)
    for layer, share in ((0, 2 / 3), (1, 0.5)):
        for (j, k), w in np.ndenumerate(W[layer]):
            tail, head = layers[layer][k], layers[layer + 1][j]
            assert label_on(ax, tail, head, share) == f"{w:.3g}".replace("-", "−")
            arrow = between(ax, tail, head)
            assert arrow.get_linestyle() == ("--" if w < 0 else "-")
            sign = palette.SIGNS["minus" if w < 0 else "plus"]
            assert to_hex(arrow.get_edgecolor()) == sign
    numbers = [text for text in ax.texts if text.get_color() == palette.ROLES["gradient"]]
    assert len(numbers) == 9


def test_the_width_of_an_arrow_has_one_measure_for_all_layers():
    """Gradients of the first layer are often a thousandth of the others, and must look it."""
    ax = viz.network(axes(), (1, 1, 1), edges=[[[0.00011]], [[0.0923]]])
    thin, wide = (arrow.get_linewidth() for arrow in arrows(ax))
    assert thin < 1
    assert wide > 4
    ax = viz.network(axes(), (1, 1, 1), edges=[[["w"]], [[0.0]]])  # nothing to measure
    assert arrows(ax)[1].get_linewidth() < thin


def test_network_colours_and_names_its_layers():
    values, biases = [[1, 2], [3, 4], [5, 6]], [[7, 8], [9, 10]]
    symbols = [[["$u$", "$v$"], ["$r$", "$s$"]]] * 2
    ax = viz.network(axes(), (2, 2, 2), values=values, biases=biases, edges=symbols)
    roles = ["input", "input", "hidden", "hidden", "output", "output"]
    assert [to_hex(node.get_edgecolor()) for node in nodes(ax)] == [palette.ROLES[r] for r in roles]
    texts = [text.get_text() for text in ax.texts]
    for text in (
        "input",
        "hidden",
        "output",
        "$x_{2}$",
        "$a^{(1)}_{1}$",
        "$a^{(2)}_{2}$",
        "6",
        "$u$",
    ):
        assert text in texts
    assert [text for text in texts if text.startswith("$b$")] == [
        f"$b$ = {b}" for b in (7, 8, 9, 10)
    ]
    assert "$a_{1}$" in [text.get_text() for text in viz.network(axes(), [3, 1]).texts]
    named = viz.network(axes(), (1, 1), names=[["in"], ["out"]])
    assert {"in", "out"} <= {text.get_text() for text in named.texts}


def test_neuron_writes_what_it_is_given_where_it_belongs():
    values = dict(zip(("x1", "x2", "w1", "w2", "b", "z", "a", "y", "C"), range(1, 10), strict=True))
    ax = viz.neuron(axes(), values=values)
    texts = [text.get_text() for text in ax.texts]
    for text in ("$w_1$ = 3", "$w_2$ = 4", "$b$ = 5"):
        assert text in texts
    for symbol, number in {"$x_1$": "1", "$x_2$": "2", "$z$": "6", "$a$": "7", "$C$": "9"}.items():
        assert texts[texts.index(symbol) + 1] == number
    assert not any(r"\partial" in text for text in texts)
    assert len(arrows(ax)) == 6


def test_neuron_draws_three_factors_backward():
    ax = viz.neuron(axes(), factors={"C_a": -1.5, "a_z": 0.25, "z_w": 2}, backward=True)
    back = [text for text in ax.texts if r"\partial" in text.get_text()]
    assert [text.get_text().split(" = ")[1] for text in back] == ["−1.5", "0.25", "2"]
    assert {text.get_color() for text in back} == {palette.ROLES["gradient"]}
    dashed = [arrow for arrow in arrows(ax) if arrow.get_linestyle() == "--"]
    assert len(dashed) == 3
    assert len(arrows(ax)) == 9


def test_unrolled_shares_its_weights_over_time():
    ax = viz.unrolled(axes(), 3, x=[1, 2, 3], h=[4, 5, 6, 7], a=[8, 9, 10])
    texts = [text.get_text() for text in ax.texts]
    assert [texts.count(f"$W_{{{name}}}$") for name in ("xh", "hh", "hy")] == [3, 3, 3]
    for symbol, number in {"$x_1$": "1", "$h_0$": "4", "$h_3$": "7", "$a_3$": "10"}.items():
        assert texts[texts.index(symbol) + 1] == number
    assert len(arrows(ax)) == 9


def test_unrolled_draws_the_way_back():
    def back(ax):
        return [
            arrow
            for arrow in arrows(ax)
            if to_hex(arrow.get_edgecolor()) == palette.ROLES["error"]  # what travels back is δ
        ]

    assert len(back(viz.unrolled(axes(), 3, backward=True))) == 5  # 3 outputs, 2 states
    ax = viz.unrolled(axes(), 3, backward=True, meet=2)
    state = next(text.get_position() for text in ax.texts if text.get_text() == "$h_2$")
    assert len(back(ax)) == 2
    for arrow in back(ax):
        np.testing.assert_allclose(arrow._posA_posB[1], state, atol=0.2)


def test_node_and_arrow_build_a_diagram():
    ax = viz.canvas(axes(), (-1, 4), (-1, 1))
    one = viz.node(ax, (0, 0), "$z$", "hidden", value=-0.0123456)
    other = viz.node(ax, (3, 0), "$a$", "output")
    assert viz.arrow(ax, one, other, 2.5, role="gradient", shift=0.3, at=0.25) is ax
    assert [text.get_text() for text in ax.texts] == ["$z$", "−0.012", "$a$", "2.5"]
    np.testing.assert_allclose(ax.texts[-1].get_position(), (0.75, -0.3))  # right of the way
    assert not ax.axison


def test_where_an_arrow_meets_its_nodes_is_found_once(monkeypatch):
    """Frames draw the same arrows again; one of other nodes is Matplotlib's own."""
    found, halved = [], ConnectionStyle.Arc3._clip
    monkeypatch.setattr(
        ConnectionStyle.Arc3, "_clip", lambda *args: found.append(1) or halved(*args)
    )
    ax, found_in_ours = viz.canvas(axes(), (-1, 5), (-1, 5)), 0
    for far in (2.0, 3.0, 2.0, 2.0):
        before, ends = len(found), [viz.node(ax, at, "a", "input") for at in ((0, 0), (far, 1))]
        viz.arrow(ax, *ends, bend=0.2)
        drawn = ax.patches[-1]
        here = drawn.get_path().vertices
        found_in_ours += len(found) - before
        drawn.set_connectionstyle("arc3,rad=0.2")
        np.testing.assert_array_equal(drawn.get_path().vertices, here)
    assert found_in_ours == 2 * 2  # two clips for each arrow; the first is drawn three times


# Bad input.


def test_a_player_has_alternative_texts_of_its_own():
    pytest.importorskip("ipywidgets")
    with pytest.raises(ValueError, match=r"alt must be left out.*'x'"):
        viz.show(viz.widgets.slope_and_bias([1], [0]), alt="x")


TOO_FEW = np.zeros(10)
HISTORY = nnlib.train(nnlib.MLP((2, 2, 1)), X, Y, eta=1.0, epochs=2)
RECURRENT = nnlib.RNN(1, 2, 1)
TRACE = RECURRENT.forward(np.zeros((1, 3, 1)))
BACK = RECURRENT.backward(TRACE, np.zeros((1, 3, 1)))
BAD = [
    (viz.show, ("fig",), {"alt": "x"}, "fig must be a Matplotlib figure or a player.*got str"),
    (viz.show, (Figure(),), {"alt": "x", "caption": "y"}, "name must be 'fig-'.*got None"),
    (viz.show, (Figure(),), {"alt": "x", "caption": "y", "name": "Fig 1"}, "name.*got 'Fig 1'"),
    (viz.show, (Figure(),), {"alt": "x", "name": "fig-a"}, "caption must be a sentence.*got None"),
    (viz.show, (Figure(),), {"alt": "x", "caption": "a\n\nb", "name": "fig-a"}, "one paragraph"),
    (viz.table, ("ab", [("x",)]), {}, "rows must have 2 cells each, as headings, got 1 in row 0"),
    (viz.table, ("ab", [("x", "y")]), {"align": "lx"}, "align must have a letter.*got 'lx'"),
    (viz.show, (Figure(),), {"alt": " "}, "alt must be a sentence.*got ' '"),
    (viz.show, (Figure(),), {"alt": None}, "alt must be a sentence.*got None"),
    # What is passed whole, where a part of it is meant: the message says which.
    ("loss_curve", (HISTORY,), {}, r"losses must.*got a History: pass history\.loss"),
    ("loss_curve", (CURVE, HISTORY), {}, r"pass history\.loss"),
    ("loss_curve", ([CURVE, CURVE],), {}, r"got \(2, 3\): pass each curve.*\*losses"),
    ("loss_surface", (HISTORY,), {"limits": (0, 1)}, r"pass history\.loss"),
    ("delta_norms", (BACK,), {}, r"deltas must.*pass backward\(trace, Y\)\.deltas\.hidden"),
    ("delta_norms", (BACK.deltas,), {}, r"pass backward\(trace, Y\)\.deltas\.hidden"),
    ("hidden_over_time", (TRACE,), {}, r"H must.*pass trace\.H"),
    ("hidden_space", (nnlib.MLP((2, 2, 1)).forward(X), Y), {}, r"A must.*pass trace\.A\[1\]"),
    ("decision_regions", (nnlib.Neuron(2),), {}, r"pass model\.predict\(plane\(limits, n\)\)"),
    ("points", (X, [0, 1, 2, 3]), {}, r"Y must hold.*from 0 to 3: .*\(Y == k\)"),
    ("points", (X, [-1, 1, 1, -1]), {}, r"Y must hold targets of two classes.*from -1 to 1"),
    ("loss_curve", (), {}, "at least one curve"),
    ("loss_curve", ([],), {}, r"losses must have shape \(epochs,\), got \(0,\)"),
    ("loss_curve", ([[1, 2]],), {}, r"losses must have shape \(epochs,\), got \(1, 2\)"),
    ("loss_curve", ([1, np.nan],), {}, "losses must be finite, got NaN or infinity"),
    ("loss_curve", (["a"],), {}, "losses must hold real numbers, got <U1"),
    ("loss_curve", ([1j],), {}, "losses must hold real numbers, got complex128"),
    ("loss_curve", ([[1], [1, 2]],), {}, "losses must have shape.*rows of unequal length"),
    ("loss_curve", ([1, 2],), {"labels": "ab"}, "labels must be 1 strings, got 'ab'"),
    ("loss_curve", ([0, -1],), {"log": True}, "logarithmic axis needs values above 0"),
    ("delta_norms", (np.ones((2, 3, 4, 5)),), {}, "deltas must have shape .*got"),
    ("loss_slice", ([1, 2], [1]), {}, r"losses must have shape \(2,\), got \(1,\)"),
    ("loss_slice", ([1, 2], [1, 2]), {"steps": [1, 2]}, r"steps must have shape \(S, 2\)"),
    ("loss_slice", ([1, 2], [1, 2]), {"tangent": (1, 2)}, r"tangent must have shape \(3,\)"),
    (viz.plane, ((1, 0),), {}, r"limits must have low < high, got \(1, 0\)"),
    (viz.plane, ((0, 1, 2),), {}, r"limits must be \(low, high\).*got shape \(3,\)"),
    (viz.plane, ((0, 1), 1), {}, "n must be an integer of at least 2, got 1"),
    ("decision_regions", (TOO_FEW,), {}, "outputs must hold one value for each point.*got 10"),
    (
        "decision_regions",
        (np.zeros((9, 3)),),
        {},
        r"outputs must have shape \(n \* n, 1\), got \(9, 3\)",
    ),
    ("decision_regions", (np.zeros(9), X), {}, "X and Y must be given together"),
    ("decision_regions", (np.zeros(9), X, [1, 0]), {}, r"Y must have shape \(4,\), got \(2,\)"),
    ("points", (X[:, :1], Y), {}, r"X must have shape \(N, 2\), got \(4, 1\)"),
    ("points", (X, np.zeros((4, 3))), {}, r"Y must have shape \(4, 1\), got \(4, 3\)"),
    ("line", ([0, 0], 1), {}, "w must not be all zeros"),
    ("line", ([1, 0], [1, 2]), {}, r"b must have shape \(1,\), got \(2,\)"),
    ("line", ([1, 0], 1), {"role": "red"}, "role must be one of input, hidden.*got 'red'"),
    ("loss_surface", (np.ones(9),), {"limits": (0, 1)}, "losses must differ over the plane"),
    ("legend", (), {}, "ax must hold something with a label"),
    ("hidden_space", (np.zeros((3, 4)), Y), {}, "ax must be made with projection='3d'"),
    ("hidden_space", (np.zeros((4, 4)), Y), {}, r"A must have shape \(2, N\), got \(4, 4\)"),
    ("hidden_space", (X.T, Y, [1, 1]), {}, "w and b must be given together"),
    ("hidden_over_time", ([1, 2],), {}, r"H must have shape \(T \+ 1, H\), got \(2,\)"),
    ("network", ((2,),), {}, r"sizes must be two or more positive integers, got \(2,\)"),
    ("network", ((2, 0),), {}, "sizes must be two or more positive integers"),
    ("network", ((2, 1),), {"edges": []}, "edges must have 1 arrays, one a layer, got 0"),
    ("network", ((2, 1),), {"edges": [[1, 2]]}, r"edges must have shape \(1, 2\), got \(2,\)"),
    (
        "network",
        ((2, 1),),
        {"edges": [["a"]]},
        r"edges must have an array of shape \(1, 2\), got \(1,\)",
    ),
    ("neuron", (), {"values": {"w3": 1}}, "values must have keys from x1 x2 .*got w3"),
    ("neuron", (), {"values": {"w1": np.inf}}, r"values\['w1'\] must be finite"),
    ("neuron", (), {"factors": {"C_a": 1}}, "factors must come with backward=True"),
    ("unrolled", (0,), {}, "T must be a positive integer, got 0"),
    ("unrolled", (3,), {"h": [1, 2, 3]}, r"h must have shape \(4,\), got \(3,\)"),
    ("unrolled", (3,), {"backward": True, "meet": 3}, "meet must lie in 1 … 2 .*got 3"),
    ("unrolled", (3,), {"meet": 1}, "come with backward=True"),
    ("node", ((0, 0), "$z$", "blue"), {}, "role must be one of .*got 'blue'"),
]


@pytest.mark.parametrize(("function", "args", "kwargs", "message"), BAD)
def test_bad_input_says_what_came_and_what_was_expected(function, args, kwargs, message):
    if isinstance(function, str):
        function, args = getattr(viz, function), (axes(), *args)
    with pytest.raises(ValueError, match=message):
        function(*args, **kwargs)


def test_a_figure_in_the_place_of_axes_is_told_of_its_axes():
    with pytest.raises(ValueError, match=r"ax must be Matplotlib axes.*got Figure \(of a figure"):
        viz.loss_curve(Figure(), CURVE)
