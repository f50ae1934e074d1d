"""What all tests share: the way to the tools, which are scripts, and a browser."""

import re
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[1] / "tools"))


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
