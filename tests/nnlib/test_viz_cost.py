"""The pictures of what computing costs, and the results that they show."""

import json

import numpy as np
import pytest
from matplotlib.figure import Figure

from nnlib import viz
from nnlib.viz import cost

SIZES = np.array([1.0, 10.0, 100.0, 1000.0])


@pytest.fixture
def ax():
    return Figure().add_subplot()


def test_bars_stand_one_below_the_other_each_with_its_number(ax):
    viz.bars(ax, [0.25, 1.5], ["sum", "product"], role="gradient")
    assert [bar.get_width() for bar in ax.patches] == [0.25, 1.5]
    assert [text.get_text() for text in ax.texts] == ["0.25", "1.50"]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["sum", "product"]
    assert ax.patches[0].get_y() < ax.patches[1].get_y()
    assert ax.yaxis_inverted()


@pytest.mark.parametrize("power", [1.0, 2.0, 0.5])
def test_growth_finds_the_power_at_the_right_end(ax, power):
    costs = np.where(SIZES < 10, 7.0, SIZES**power)
    viz.growth(ax, SIZES, costs, last=3)
    assert [text.get_text() for text in ax.texts] == [f"slope {power:.2f}"]
    measured, fitted = ax.lines
    np.testing.assert_allclose(measured.get_xydata(), np.c_[SIZES, costs])
    np.testing.assert_allclose(fitted.get_xydata()[:, 0], SIZES[[1, 3]])
    np.testing.assert_allclose(fitted.get_xydata()[:, 1], costs[[1, 3]])
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")


def test_growth_without_a_line(ax):
    assert len(viz.growth(ax, SIZES, SIZES, last=0).lines) == 1
    assert not ax.texts


@pytest.mark.parametrize(
    ("values", "last", "words"),
    [(SIZES - 1.0, 3, "must be positive"), (SIZES, 1, "0, or between 2 and the 4 points, got 1")],
)
def test_growth_says_what_it_cannot_draw(ax, values, last, words):
    with pytest.raises(ValueError, match=words):
        viz.growth(ax, SIZES, values, last=last)


def test_race_gives_each_other_side_a_marker_and_each_task_a_row(ax):
    viz.race(ax, {"small": {"A": 2.0, "B": 0.5}, "large": {"B": 3.0}})
    a, b, one = ax.lines
    np.testing.assert_allclose(a.get_xydata(), [[2.0, 0]])
    np.testing.assert_allclose(b.get_xydata(), [[0.5, 0], [3.0, 1]])
    assert a.get_marker() != b.get_marker()
    assert one.get_xdata() == [1.0, 1.0]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["small", "large"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["A", "B"]
    assert ax.yaxis_inverted()
    assert ax.get_xscale() == "log"


def test_race_has_markers_for_six_others(ax):
    row = {str(k): 1.0 for k in range(7)}
    with pytest.raises(ValueError, match="must name 1 to 6 others, got 7"):
        viz.race(ax, {"task": row})
    del row["6"]
    viz.race(ax, {"task": row})
    looks = {(line.get_marker(), line.get_color()) for line in ax.lines[:-1]}
    assert len({marker for marker, _ in looks}) == len({colour for _, colour in looks}) == 6


def test_measured_reads_what_is_there_first(tmp_path, monkeypatch):
    places = tmp_path / "packed", tmp_path / "repository"
    monkeypatch.setattr(cost, "PLACES", places)
    for place in places:
        place.mkdir()
    packed, repository = (place / "results.json" for place in places)
    with pytest.raises(FileNotFoundError, match=r"no results\.json was found"):
        viz.measured()
    repository.write_text(json.dumps({"rows": []}), encoding="utf-8")
    assert viz.measured() == {"rows": []}
    packed.write_text(json.dumps({"rows": [1]}), encoding="utf-8")
    assert viz.measured() == {"rows": [1]}
    (places[1] / "memory.json").write_text(json.dumps({"tasks": {}}), encoding="utf-8")
    assert viz.measured("memory") == {"tasks": {}}
