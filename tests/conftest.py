"""What all tests share: the way to the tools, which are scripts, and a browser."""

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
