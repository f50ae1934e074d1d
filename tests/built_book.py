"""The built book as plain functions: its pages, parsed once, for the tests that read them."""

import functools
import os
import re
import subprocess
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"


@functools.cache
def built():
    """The folder of the built book; fail where it is missing or old."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
    # The page of equations follows the tests; it may be behind while someone works on them.
    command = ["make", "--question", "--old-file=equations.md", "_build/html/.stamp"]
    if subprocess.run(
        command, cwd=ROOT, env=environment, check=False, capture_output=True
    ).returncode:
        pytest.fail("the book in _build/html is missing or older than its sources: run `make book`")
    return SITE


@functools.cache
def pages():
    """Every page as {path in the site: parsed HTML}."""
    built()
    return {
        path.relative_to(SITE).as_posix(): BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in sorted(SITE.rglob("*.html"))
        # Not ours to judge: the theme's, the vendor's, JupyterLite's; and slides are no pages.
        if not {"_static", "vendor", "lite", "slides"} & set(path.relative_to(SITE).parts)
    }


@functools.cache
def articles():
    """The pages that the table of contents names, without those that Sphinx adds."""
    named = re.findall(r"(?:root|file):\s*(\S+)", (ROOT / "_toc.yml").read_text("utf-8"))
    return {f"{name}.html": pages()[f"{name}.html"] for name in named}


def forwards(soup):
    """Whether a page is empty and sends the reader on."""
    return soup.find("meta", attrs={"http-equiv": "Refresh"}) is not None


def report(problems):
    """Fail with all problems, one a line."""
    assert not problems, "\n" + "\n".join(problems)
