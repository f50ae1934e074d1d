"""Formulas as the built pages show them: typeset before anybody opens the book."""

import base64
import html
import io
import re

import pytest
from browsing import DESK, PHONE, served, set_theme
from built_book import SITE, pages, report
from fontTools.ttLib import TTFont

from nnlib.viz import palette
from page import formulas

LONG = r"a = b + c + d + e + f + g + h + i + j + k + l + m + n + o + p + q + r + s + t + u + v + w"
HEAD = "<html data-theme='light'><head></head><body>{}</body></html>"


def written(folder, body):
    """Let the build's own step typeset a page of ours, in a site of its own."""
    (folder / "_static").mkdir()
    made = {"page.html": HEAD.format(body)}
    formulas.write(made, folder)
    (folder / "page.html").write_text(made["page.html"], "utf-8")
    return made["page.html"]


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(formulas, "CACHE", tmp_path / "cache")


def test_every_formula_is_typeset_and_has_mathml():
    problems, count = [], 0
    for page, soup in pages().items():
        for element in soup.select(".math"):
            count += 1
            container = element.find("mjx-container")
            if container is None:
                problems.append(f"{page}: not typeset: {element.get_text()[:80]}")
            elif not container.select_one("mjx-assistive-mml > math").find(
                ["mi", "mn", "mo", "mtext"]
            ):
                problems.append(f"{page}: no MathML: {container['data-tex']}")
            elif container.find("mjx-math").get("aria-hidden") != "true":
                problems.append(f"{page}: read aloud twice: {container['data-tex']}")
    assert count > 0
    report(problems)


def test_the_fonts_have_every_character_of_the_formulas():
    css = (SITE / formulas.SHEET).read_text("utf-8")
    fonts = [
        TTFont(io.BytesIO(base64.b64decode(data))).getBestCmap()
        for data in re.findall(r"url\(\"data:font/woff2;base64,([^\"]+)", css)
    ]
    missing = {
        character
        for soup in pages().values()
        for drawn in soup.select("mjx-math")
        for character in drawn.get_text().replace("\n", "")
        if not any(ord(character) in font for font in fonts)
    }
    # The signs of what is between a function and its argument, and of a product: nothing to see.
    assert missing <= {"\u2061", "\u2062"}, f"no glyph for {sorted(missing)}"


def test_roles_have_their_colours_on_light_and_on_dark_pages(browser, tmp_path):
    parts = " ".join(rf"\textcolor{{{colour}}}{{x}}" for colour in palette.ROLES.values())
    written(tmp_path, rf'<span class="math">\({parts}\)</span>')
    tab = browser.new_page()
    with served(tmp_path) as base:
        tab.goto(f"{base}/page.html")
        for theme, colours in (("light", palette.ROLES), ("dark", palette.ROLES_DARK)):
            set_theme(tab, theme)
            for role, colour in colours.items():
                seen = tab.locator(f"mjx-math .role-{role}").evaluate(
                    "e => getComputedStyle(e).color"
                )
                assert [int(n) for n in re.findall(r"\d+", seen)] == [
                    int(colour[i : i + 2], 16) for i in (1, 3, 5)
                ], f"{role}, {theme}"
    tab.close()


def test_a_long_display_breaks_on_a_phone_alone_and_needs_no_script(browser, tmp_path):
    written(tmp_path, rf'<div class="math">\[{LONG}\]</div>')
    context = browser.new_context(viewport=DESK, java_script_enabled=False)
    tab = context.new_page()
    with served(tmp_path) as base:
        heights = {}
        for name, size in (("desk", DESK), ("phone", PHONE)):
            tab.set_viewport_size(size)
            tab.goto(f"{base}/page.html")
            tops = {
                round(mi.bounding_box()["y"]) for mi in tab.locator("mjx-mo:has-text('+')").all()
            }
            heights[name] = len(tops)
            last = tab.locator("mjx-math mjx-mi").last.bounding_box()
            assert last["width"] > 0
            assert last["x"] + last["width"] <= size["width"], f"{name}: sticks out"
        assert heights["desk"] == 1
        assert heights["phone"] > 1
    context.close()


def test_what_is_around_a_formula_stays(tmp_path):
    made = written(
        tmp_path,
        '<div class="math notranslate" id="equation-eq-x"><span class="eqno">(7)'
        '<a class="headerlink" href="#equation-eq-x">#</a></span>\\[a &lt; b\\]</div>',
    )
    assert (
        'id="equation-eq-x"><span class="eqno">(7)<a class="headerlink" href="#equation-eq-x">'
        in made
    )
    assert 'data-tex="a &lt; b"' in made
    assert "\\[" not in made
    assert '<math display="block"' in made


def test_tex_that_cannot_be_typeset_is_named_with_its_page(tmp_path, monkeypatch):
    said = []
    monkeypatch.setattr(
        formulas.logger, "warning", lambda text, *values: said.append(text % values)
    )
    made = written(tmp_path, r'<span class="math">\(\frac{a\)</span> <code>\(b\)</code>')
    assert said == [r"page.html: TeX: Missing close brace in \frac{a"]
    assert r"<code>\(b\)</code>" in made  # code may say what it likes


def test_a_colour_without_a_role_is_named(tmp_path, monkeypatch):
    said = []
    monkeypatch.setattr(
        formulas.logger, "warning", lambda text, *values: said.append(text % values)
    )
    written(tmp_path, r'<span class="math">\(\textcolor{#123456}{x}\)</span>')
    assert len(said) == 1
    assert "#123456" in said[0]


def test_the_same_formulas_are_typeset_once(monkeypatch):
    first = formulas.typeset([("x", False)])
    monkeypatch.setattr(formulas, "ask_node", lambda _: pytest.fail("asked again"))
    assert formulas.typeset([("x", False)]) == first
    with pytest.raises(pytest.fail.Exception):
        formulas.typeset([("x", False), ("x", True)])


def test_tex_travels_whole(tmp_path):
    tex = r"a < b & c > \text{\"d\"}".replace(r"\"", '"').replace("& ", "")
    made = written(tmp_path, rf'<span class="math">\({html.escape(tex, quote=False)}\)</span>')
    assert f'data-tex="{html.escape(tex)}"' in made
