"""The book for reading devices, read back as one of them would."""

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from io import BytesIO

import numpy as np
import pytest
from built_book import SITE, built, report
from patience import milliseconds, patience
from PIL import Image

from bound import book, epub, front_picture, offer, package, xhtml
from bound.still import fragment
from nnlib.viz import palette

XHTML, MATHML = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/1998/Math/MathML}"
OPS = "{http://www.idpf.org/2007/ops}"
RAW_TEX = re.compile(r"\\[a-zA-Z]{3,}|\\[(\[]")  # docstrings have c_{t-1} as text
CHECKER = "/usr/share/java/epubcheck.jar"


@pytest.fixture(scope="module")
def whole():
    return book.read(built())


@pytest.fixture(scope="module")
def headings(whole):
    """Return the headings of each part, before a file is made of it."""
    return {part.id: [h.get_text() for h in part.body.select("h2")] for part in whole.parts}


@pytest.fixture(scope="module")
def formulas(whole):
    """Return how many formulas each part has, before a file is made of it."""
    return {part.id: len(part.body.select("mjx-place")) for part in whole.parts}


@pytest.fixture(scope="module")
def bound(whole, tmp_path_factory, request):
    """Return the file."""
    for counted in ("headings", "formulas"):  # of the parts, which change on the way
        request.getfixturevalue(counted)
    target = tmp_path_factory.mktemp("epub") / "book.epub"
    epub.write(target, epub.files(whole, SITE, (SITE / offer.SPHINX_WROTE).stat().st_mtime))
    return target


@pytest.fixture(scope="module")
def inside(bound):
    """Return what is in the file, by name."""
    with zipfile.ZipFile(bound) as file:
        return {info.filename: file.read(info) for info in file.infolist()}


@pytest.fixture(scope="module")
def trees(inside):
    """Return the pages, parsed as strictly as a reading device does."""
    found = {n.removeprefix("book/"): c for n, c in inside.items() if n.endswith(".xhtml")}
    return {name: ET.fromstring(content) for name, content in found.items()}


def test_epubcheck_finds_nothing(bound):
    if not shutil.which("java") or not shutil.which("epubcheck"):
        pytest.skip("epubcheck is missing: apt install epubcheck")
    done = subprocess.run(
        ["java", "-jar", CHECKER, "--failonwarnings", bound],
        check=False, capture_output=True, text=True, timeout=patience(60),
    )  # fmt: skip
    assert "0 fatals / 0 errors / 0 warnings / 0 infos" in done.stdout + done.stderr, done.stderr


def test_its_kind_is_told_first_and_unpacked(bound):
    with zipfile.ZipFile(bound) as file:
        first = file.infolist()[0]
        assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert bound.stat().st_size < 5e6


def test_every_part_is_there_and_every_section_is_in_the_contents(whole, headings, trees):
    toc = next(
        nav for nav in trees["nav.xhtml"].iter(f"{XHTML}nav") if nav.get(f"{OPS}type") == "toc"
    )
    links = [(a.get("href"), "".join(a.itertext())) for a in toc.iter(f"{XHTML}a")]
    assert [address for address, _ in links if "#" not in address] == [
        f"{part.id}.xhtml" for part in whole.parts
    ]
    for part in whole.parts:
        listed = [words for address, words in links if address.startswith(f"{part.id}.xhtml#")]
        assert listed == [" ".join(words.split()) for words in headings[part.id]]


def test_every_link_has_its_place_and_every_picture_its_file_and_words(trees, inside):
    problems, ids = [], {}
    for name, tree in trees.items():
        ids[name] = [tag.get("id") for tag in tree.iter() if tag.get("id")]
        problems += [
            f"{name}: {one} stands twice" for one in set(ids[name]) if ids[name].count(one) > 1
        ]
    for name, tree in trees.items():
        for link in tree.iter(f"{XHTML}a"):
            file, _, place = link.get("href").partition("#")
            if ":" not in file and (file not in ids or (place and place not in ids[file])):
                problems.append(f"{name}: {link.get('href')} leads nowhere")
        for picture in tree.iter(f"{XHTML}img"):
            if f"book/{picture.get('src')}" not in inside:
                problems.append(f"{name}: no picture {picture.get('src')}")
            if picture.get("alt") is None:
                problems.append(f"{name}: {picture.get('src')} has no words")
    report(problems)


def test_every_formula_is_mathml_and_no_tex_is_seen(whole, formulas, trees):
    problems = []
    for part in whole.parts:
        tree = trees[f"{part.id}.xhtml"]
        found = list(tree.iter(f"{MATHML}math"))
        if len(found) != formulas[part.id]:
            problems.append(f"{part.name}: {formulas[part.id]} formulas, {len(found)} in the file")
        problems += [f"{part.name}: a formula without TeX" for f in found if not f.get("alttext")]
        code = {id(tag) for tag in tree.iter() if tag.tag in {f"{XHTML}code", f"{XHTML}pre"}}
        problems += [f"{part.name}: raw TeX: {t}" for t in seen(tree, code) if RAW_TEX.search(t)]
    assert sum(formulas.values()) > 1000
    report(problems)


def seen(tag, code):
    """Yield the texts of a page outside of code."""
    if id(tag) in code:
        return
    yield tag.text or ""
    for child in tag:
        yield from seen(child, code)
        yield child.tail or ""


def test_each_colour_of_a_formula_has_another_on_a_dark_page(trees):
    known = {f"role-{role}" for role in palette.ROLES}
    coloured = [t for tree in trees.values() for t in tree.iter() if t.get("mathcolor")]
    assert coloured
    assert {tag.get("class") for tag in coloured} <= known
    dark = epub.styles().partition("@media (prefers-color-scheme: dark)")[2]
    for role, colour in palette.ROLES_DARK.items():
        assert re.search(rf"\.role-{role}[^}}]*{colour}", dark)
    with pytest.raises(ValueError, match="no role"):
        xhtml.COLOUR.sub(xhtml.with_role, 'mathcolor="#123456"')


def test_hints_and_solutions_are_at_the_end_and_lead_both_ways(trees):
    order = [name for name in trees if name not in {"cover.xhtml", "nav.xhtml"}]
    assert [name.startswith("appendix-") for name in order[-3:]] == [True] * 3
    for name in ("appendix-hints.xhtml", "appendix-solutions.xhtml"):
        back = {a.get("href") for a in trees[name].iter(f"{XHTML}a") if a.get("class") == "see"}
        there = {
            a.get("href").partition("#")[2]: f"{file}#{section.get('id')}"
            for file, tree in trees.items() if file.startswith("exercises-")
            for section in tree.iter(f"{XHTML}section")
            for a in section.findall(f"{XHTML}p/{XHTML}a")
            if a.get("href", "").startswith(name)
        }  # fmt: skip
        assert len(there) > 50
        assert set(there.values()) == back


def test_nothing_is_wider_than_the_page_of_a_small_device(inside, tmp_path, browser):
    for name, content in inside.items():
        if name.startswith("book/"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(content)
    page = browser.new_page(viewport={"width": 360, "height": 600})
    page.set_default_timeout(milliseconds(30))
    problems = []
    for file in sorted((tmp_path / "book").glob("*.xhtml")):
        page.goto(file.as_uri())
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 360:
            problems.append(f"{file.name}: {width} px wide")
    page.close()
    report(problems)


def test_pictures_come_in_a_form_that_every_reader_knows(inside):
    endings = {name.rpartition(".")[2] for name in inside if "/pictures/" in name}
    assert endings <= {"png", "svg"}
    colours = np.zeros((8, 8, 3), np.uint8)
    colours[:4], colours[4:] = (255, 255, 255), (130, 18, 10)
    stream = BytesIO()
    Image.fromarray(colours).save(stream, "WEBP", lossless=True)
    with Image.open(BytesIO(xhtml.as_png(stream.getvalue()))) as png:
        assert png.format == "PNG"
        assert np.array_equal(np.asarray(png.convert("RGB")), colours)


def test_the_cover_is_the_same_each_time_and_has_no_margin_to_spare(whole):
    cover = front_picture.cover(whole)
    assert cover == front_picture.cover(whole)
    with Image.open(BytesIO(cover)) as picture:
        assert picture.size == (1200, 1600)


def test_a_heading_that_contents_could_not_show_is_told():
    with pytest.raises(ValueError, match="formula"):
        package.words(fragment('<h2>What <mjx-place n="3"></mjx-place> does</h2>'))
