"""What all tests share: the way to the tools, which are scripts, and a browser."""

import re
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[1] / "tools"))
DRAWN, KEPT = {}, {}  # cases, and what the course's answers gave for them (verdict.known)
ASKED_AGAIN = 10  # no test asks for a larger seed twice


def pytest_collection_modifyitems(config, items):
    """Let several workers begin with what takes longest."""
    if hasattr(config, "workerinput"):
        from scheduling import place  # noqa: PLC0415 (xdist is there, then)

        items.sort(key=lambda item: place(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Hand out `--dist loadfile` in smaller pieces where a file takes long."""
    if config.getoption("dist") != "loadfile":
        return None
    from scheduling import ByPiece  # noqa: PLC0415 (xdist is there, then)

    return ByPiece(config, log)


@pytest.fixture
def asked_once(monkeypatch):
    """Let the course's own answers be asked once for each exercise and seed, and not by each test.

    Every mistake is compared with every other, so each would be asked as often as there are others.
    """
    from nnlib.checks import exercise, verdict  # noqa: PLC0415

    draw = exercise.Exercise.cases_for

    def cases_for(self, seed):
        if seed > ASKED_AGAIN:
            return draw(self, seed)
        key = id(self), seed
        if key not in DRAWN:
            DRAWN[key] = self, draw(self, seed)  # it keeps its id
        return DRAWN[key][1]

    monkeypatch.setattr(exercise.Exercise, "cases_for", cases_for)
    monkeypatch.setattr(verdict, "known", KEPT)


@pytest.fixture(scope="module")
def browser():
    """Chromium without a window."""
    from browsing import started_browser  # noqa: PLC0415 (most tests need no browser)

    with started_browser() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def base():
    """The address of the built book, served on this machine."""
    from browsing import served  # noqa: PLC0415
    from built_book import SITE  # noqa: PLC0415

    with served(SITE) as address:
        yield address


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """After a failure in the browser, keep a picture of each tab and say where."""
    result = yield
    if result.when == "call" and result.failed and item.get_closest_marker("browser"):
        from browsing import picture  # noqa: PLC0415

        name = re.sub(r"[^\w.-]+", "-", f"{item.path.stem}-{item.name}").strip("-")
        for fixture, value in item.funcargs.items():
            tab = getattr(value, "tab", value)  # lite_tab.Tab holds one
            if hasattr(tab, "screenshot"):
                result.sections.append(("screenshot", picture(tab, f"{name}-{fixture}")))
    return result
