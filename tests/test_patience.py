"""The tests' clocks: they follow the machine, and there is no other."""

import re

import patience
import pytest
from built_book import ROOT

FIXED = re.compile(r"timeout\w*\s*[=(]\s*[\d_.]+|cell-timeout[= ]\d")
# Not a wait for something that must happen: a limit that is tested, and a look at what must not.
MEANT = {
    "tests/test_controls.py": ["timeout(1000"],
    "tests/test_handed_in.py": ["timeout=60"],
    "tests/test_seeded_bugs.py": ["timeout=300"],  # of a bug that may never end
}


@pytest.fixture
def machine(monkeypatch):
    """A clock, and programs that take as long as the test says."""
    now = {"time": 100.0, "start": 0.0}
    monkeypatch.setattr(patience, "measured", [])

    def start():
        now["time"] += now["start"]

    def slowness():
        return patience.slowness(clock=lambda: now["time"], start=start)

    return now, slowness


def test_a_slow_machine_gets_more_time(machine):
    now, slowness = machine
    now["start"] = 8 * patience.QUIET
    assert slowness() == pytest.approx(8)


def test_a_fast_machine_gets_no_less(machine):
    now, slowness = machine
    now["start"] = patience.QUIET / 10
    assert slowness() == 1


def test_the_machine_is_asked_again_and_the_worst_counts(machine):
    now, slowness = machine
    now["start"] = 2 * patience.QUIET
    assert slowness() == pytest.approx(2)
    now["start"] = 5 * patience.QUIET
    assert slowness() == pytest.approx(2)  # not at every call
    now["time"] += patience.STALE + 1
    assert slowness() == pytest.approx(5)
    now["start"] = patience.QUIET
    now["time"] += patience.STALE + 1
    assert slowness() == pytest.approx(5)


def test_both_units_say_the_same(monkeypatch):
    monkeypatch.setattr(patience, "slowness", lambda: 3.0)
    assert patience.patience(10) == 30 * patience.LOADED
    assert patience.milliseconds(10) == 30_000 * patience.LOADED


def test_no_test_has_a_clock_of_its_own():
    found = []
    for path in [*sorted(ROOT.glob("tests/**/*.py")), ROOT / "Makefile"]:
        name = path.relative_to(ROOT).as_posix()
        if path.name == "test_patience.py":
            continue
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            match = FIXED.search(line)
            if match and match[0] not in MEANT.get(name, ()):
                found.append(f"{name}:{number}: {match[0]}: use tests/patience.py")
    assert found == []


def test_a_browsers_tab_waits_as_long_as_is_fair(monkeypatch):
    """Playwright's own 30 seconds are a fixed clock as well."""
    browsing = pytest.importorskip("browsing")
    monkeypatch.setattr(browsing, "milliseconds", lambda seconds: 7 * seconds)
    limits = []

    class Context:
        def set_default_timeout(self, limit):
            limits.append(limit)

        def new_page(self):
            return "page"

    class Chromium:
        def new_context(self, **_):
            return Context()

    chromium = browsing.patient(Chromium())
    chromium.new_context(viewport=None)
    assert chromium.new_page() == "page"
    assert limits == [210, 210]
