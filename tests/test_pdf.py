"""The book on paper, read back: what a reader can follow, see and hear of it.

Printed here are a few parts, one of each kind; `make test-pdf` does the same with all of them.
"""

import copy
import os
import re
import shutil

import numpy as np
import pikepdf
import pypdfium2
import pytest
import tinycss2
from bs4 import BeautifulSoup
from built_book import ROOT, SITE, pages, report

from bound import (
    book,
    document,
    front,
    listings,
    offer,
    parts,
    pdf,
    printing,
    sheets,
    still,
    tidy,
)
from bound.still import fragment
from page import styles

CHOSEN = ("intro", "chapters/neuron", "exercises/neuron", "exercises/speed", "glossary")
WHOLE = "NNLIB_TEST_WHOLE_PDF" in os.environ
EDGE = 20  # points: text that is nearer to the edge of the paper than this runs off the column
LEFT_OVER = "script, template, button, input, textarea, select, details, iframe, .headerlink"
RAW_TEX = re.compile(r"\\[a-zA-Z]{3,}|\\[(\[]|\w\^\{|\w_\{")
CODE = "pre, code"  # may hold backslashes of its own


@pytest.fixture(scope="module")
def whole():
    pages()  # says what to do when the book is missing or old
    return book.read(SITE)


@pytest.fixture(scope="module")
def printed(whole, browser, tmp_path_factory):
    """What was printed: its parts, the file, and the HTML that it was printed from."""
    chosen = whole.parts if WHOLE else [p for p in whole.parts if p.name in CHOSEN]
    appendix = [p for p in whole.parts if p.name.startswith("appendix/")]
    some = whole.of(chosen if WHOLE else chosen + appendix)
    for part in some.parts:  # of the appendix, what belongs to the parts that are here
        for section in part.body.select("section > section"):
            chapter = "" if section.decomposed else section.get("id", "")
            here = re.fullmatch(r"appendix-\w+--(\w+-\w+)", chapter)
            if here and here[1] not in {p.id for p in chosen}:
                section.decompose()
    some = some.of(some.parts)
    raw = tmp_path_factory.mktemp("pdf") / "raw.pdf"
    places = printing.printed(browser, document.write(some, SITE, "A4"), raw)
    target = raw.with_name("book.pdf")
    tidy.write(raw, target, some.title, some.author)
    source = BeautifulSoup(raw.with_suffix(".html").read_text("utf-8"), "html.parser")
    with pikepdf.open(target) as file:
        yield some, file, pypdfium2.PdfDocument(target), source, places


def text_of(sheet):
    return sheet.get_textpage().get_text_bounded()


# --- all parts as one -----------------------------------------------------------------------


def test_ids_are_of_their_part_and_every_link_has_its_place(whole):
    problems, ids = [], set()
    for part in whole.parts:
        for tag in part.body.find_all(id=True):
            if not (tag["id"] + "--").startswith(f"{part.id}--"):
                problems.append(f"{part.name}: {tag['id']} is no id of this part")
            if tag["id"] in ids:
                problems.append(f"{part.name}: {tag['id']} stands twice")
            ids.add(tag["id"])
    for part in whole.parts:
        for link in part.body.select("a[href]"):
            address = link["href"]
            if address[1:] not in ids if address.startswith("#") else "://" not in address:
                problems.append(f"{part.name}: {address} leads nowhere")
    report(problems)


def test_nothing_is_left_that_needs_a_screen_and_pictures_have_words(whole):
    problems = [
        f"{part.name}: {str(tag)[:80]}"
        for part in whole.parts
        for tag in part.body.select(f"{LEFT_OVER}, img:not([alt])")
    ]
    report(problems)
    for player in [p for part in whole.parts for p in part.body.select(".nnlib-player")]:
        assert len(player.select("img")) == 1, "a figure that moves has one still"


def test_what_a_page_hides_is_not_printed(whole):
    """A script shows it when its time comes, as other numbers for an exercise that comes back."""
    problems = []
    for part in (p for p in whole.parts if f"{p.name}.html" in pages()):
        article = copy.copy(pages()[f"{part.name}.html"].select_one("article"))
        for box in article.select("section.practise"):
            box.decompose()  # its place is taken by blanks
        hidden = [tag.extract() for tag in article.select("[hidden]")]
        shown, printed = article.get_text(), part.body.get_text()
        for text in {tag.get_text() for part in hidden for tag in part.select("p")}:
            if printed.count(text) > shown.count(text):
                problems.append(f"{part.name}: {text[:60]!r} is hidden on the page")
    report(problems)


def test_every_formula_of_the_site_is_there(whole):
    here = {whole.formulas[int(n)].tex for part in whole.parts
            for n in parts.PLACE.findall(str(part.body))}  # fmt: skip
    missing = []
    for part in whole.parts:
        if f"{part.name}.html" in pages():
            for formula in pages()[f"{part.name}.html"].select("article mjx-container"):
                passing = formula.find_parent(class_=["nnlib-room", "nnlib-controls"])
                passing = passing or formula.find_parent(hidden=True)
                if formula["data-tex"] not in here and passing is None:
                    missing.append(f"{part.name}: {formula['data-tex']}")
    report(missing)


def test_hints_solutions_and_answers_have_links_both_ways(whole):
    found = {p.name: p.body for p in whole.parts}
    links = {
        (link["href"][1:], tag["id"])
        for body in found.values()
        for link in body.select("a.see")
        if (tag := link.find_parent(["section", "div"], id=True))
    }
    exercises = [
        section for name, body in found.items() if name.startswith("exercises/")
        for section in body.select("section:has(> .answer)")
    ]  # fmt: skip
    predictions = [box for body in found.values() for box in body.select("div.prediction")]
    assert len(exercises) == sum(len(page.select("section.practise")) for page in pages().values())
    assert len(predictions) == sum(len(page.select(".prediction")) for page in pages().values())
    for asked, kinds in ((exercises, ("hints", "solutions")), (predictions, ("predictions",))):
        for each in asked:
            for kind in kinds:
                place = f"appendix-{kind}--{each['id']}"
                assert (place, each["id"]) in links
                assert (each["id"], place) in links
    for answers in found["appendix/predictions"].select(".prediction-answers"):
        called = [item.find("strong").get_text() for item in answers.select("li")]
        assert sum(word.startswith("Yes") for word in called) == 1, answers["id"]
    for question in predictions:
        assert "Yes." not in question.get_text()


def test_a_line_that_is_too_long_is_broken_with_a_mark():
    block = fragment(f"<pre><b>{'x' * 60}</b>{'y' * 60}\n{'z' * 250}\nshort\n</pre>")
    listings.wrap(block)
    lines = block.get_text().splitlines()
    assert max(map(len, lines)) == listings.COLUMNS
    assert [line.startswith(listings.CONTINUES) for line in lines] == [0, 1, 0, 1, 1, 0]
    assert block.get_text().replace("\n" + listings.CONTINUES, "").startswith("x" * 60 + "y" * 60)


def test_a_line_is_broken_between_words_and_code_parted_at_blank_lines():
    said = fragment(f"<pre>{'five5 ' * 16}\n{'x' * 84} <b>between</b>, then\n</pre>")
    listings.wrap(said)
    assert said.get_text().splitlines() == [
        "five5 " * 14, "↪ five5 five5 ", "x" * 84 + " ", "↪ between, then"
    ]  # fmt: skip
    code = "def f():\n    <b>return</b> 1\n\n\n" + "x = 1\n" * 10 + "\n" + "y = 2\n" * 10
    box = fragment(f"<div><pre>{code}</pre></div>")
    listings.plain(box.pre)
    pieces = listings.split(box.pre)
    assert [piece.get_text() for piece in pieces] == [
        "def f():\n    return 1\n\n\n", "x = 1\n" * 10 + "\n", "y = 2\n" * 10
    ]  # fmt: skip
    assert box.select("pre") == pieces
    assert not box.select(".long-block"), "a piece that fits is not cut"


def test_what_belongs_together_is_marked_and_a_still_figure_says_so(whole):
    """A page ends neither between a formula and what leads to it nor in a short table."""
    some = whole.of([part for part in whole.parts if part.name == "chapters/neuron"])
    document.write(some, SITE, "A4")
    body = some.parts[0].body
    leading = [f.find_previous_sibling() for f in body.select("div.math")]
    assert all("leads" in tag.get("class", []) for tag in leading if tag.name == "p")
    assert len(body.select("table.whole")) == len(body.select("table")) > 3
    players = body.select("figure:has(.nnlib-player)")
    assert len(players) > 2
    assert all(still.STILL in player.figcaption.get_text() for player in players)
    punctuated = some.filled('<mjx-place n="0"></mjx-place>, and', lambda _: "<i></i>")
    assert punctuated == '<span class="signed"><i></i>,</span> and'


def test_every_rule_of_paper_finds_what_it_is_for(whole):
    """A slip of the pen in a selector says nothing, and its rule is lost."""
    made = [front.cover(whole, SITE, ""), front.contents(whole), "<mjx-container>"]
    made += [str(part.body) for part in whole.parts]
    made += [str(sheet.parts[0].body) for _, sheet in sheets.for_pencils(whole)]
    made += ['<div class="part"><pre class="long-block piece"><span class="page-ref">']
    made += ['<p class="leads"></p><table class="whole"></table>']  # these by document.write
    made += ['<span class="signed">']  # by Book.filled
    names = styles.used_names(made)
    rules = tinycss2.parse_stylesheet(
        (ROOT / "bound" / "paper.css").read_text("utf-8"), skip_comments=True, skip_whitespace=True
    )
    problems = [
        tinycss2.serialize(part).strip()
        for rule in rules
        for part in (styles.split(rule.prelude) if rule.type == "qualified-rule" else ())
        if not styles.matches(part, names)
    ]
    report(problems + [rule.message for rule in rules if rule.type == "error"])


# --- what was printed ----------------------------------------------------------------------


def test_every_heading_is_a_bookmark(printed):
    some, file, *_ = printed
    with file.open_outline() as outline:
        waiting, marks = list(outline.root), []
        while waiting:
            item = waiting.pop(0)
            marks.append(" ".join(item.title.split()))
            waiting[:0] = item.children
    headings = [
        " ".join(BeautifulSoup(some.filled(str(h), lambda _: ""), "html.parser").get_text().split())
        for part in some.parts for h in part.body.select("h1, h2, h3")
    ]  # fmt: skip
    assert marks[0] == "Contents"
    assert len(marks) - 1 == len(headings)
    # A formula in a heading is spelled in the bookmark as its characters.
    assert [m for m, h in zip(marks[1:], headings, strict=True) if h.split()[0] not in m] == []


def test_every_link_leads_to_a_page_and_each_number_is_that_page(printed):
    some, file, reader, source, places = printed
    numbers = {page.objgen for page in file.pages}
    for page in file.pages:
        for mark in page.get("/Annots", ()):
            if "/Dest" in mark:
                name = str(mark.Dest).removeprefix("/")
                assert name in places, f"{name} leads nowhere"
                assert file.Root.Dests[f"/{name}"][0].objgen in numbers
            else:
                assert str(mark.A.URI).startswith("http"), mark.A
    written = {tag["data-to"]: int(tag.get_text()) for tag in source.select(".page-of")}
    assert written.items() <= places.items()
    for name in ("chapters-neuron", "glossary"):
        sheet = text_of(reader[written[name] - 1])
        title = next(part.title for part in some.parts if part.id == name)
        assert title in sheet
        assert re.search(rf"^{written[name]}\s*$", sheet, re.MULTILINE), "the page says its number"


def test_every_formula_is_called_one_and_has_words(printed):
    some, file, _, source, _ = printed
    said = [str(e.Alt) for e in tidy.elements(file.Root.StructTreeRoot) if e.S == "/Formula"]
    drawn = [c["aria-label"].removeprefix(tidy.FORMULA) for c in source.select("mjx-container")]
    assert sorted(said) == sorted(drawn)
    assert len(said) > 100
    pictures = [e for e in tidy.elements(file.Root.StructTreeRoot) if e.S == "/Figure"]
    assert len([e for e in pictures if "/Alt" in e]) == len(source.select("img[alt]:not([alt=''])"))
    assert file.Root.MarkInfo.Marked
    assert str(file.Root.Lang) == "en"
    assert file.docinfo["/Title"] == some.title


def test_text_stays_on_the_page_and_none_is_raw(printed):
    problems, code = [], " ".join(tag.get_text() for tag in printed[3].select(CODE))
    for number, sheet in enumerate(printed[2], 1):
        width, height = sheet.get_size()
        page = sheet.get_textpage()
        for n in range(page.count_rects()):
            left, bottom, right, top = page.get_rect(n)
            if min(left, bottom, width - right, height - top) < EDGE:
                words = page.get_text_bounded(left, bottom, right, top)
                problems.append(f"page {number}: runs off the page: {words[:60]!r}")
        for found in RAW_TEX.findall(page.get_text_bounded()):
            if found not in code:
                problems.append(f"page {number}: TeX: {found}")
    report(problems)


def test_no_page_is_half_empty_before_its_part_ends(printed):
    some, _, reader, _, places = printed
    begins = {places[part.id] for part in some.parts}
    empty = []
    for number, sheet in enumerate(reader, 1):
        if number < min(begins) or number + 1 in begins or number == len(reader):
            continue
        grey = sheet.render(scale=0.25).to_numpy().min(axis=2)
        body = grey[: int(0.925 * len(grey))]  # without the number
        if np.flatnonzero((body < 200).any(axis=1))[-1] < len(grey) / 2:
            empty.append(number)
    assert empty == []


def test_on_the_lower_paper_too_the_cover_is_one_page(whole, browser, tmp_path):
    some = whole.of([part for part in whole.parts if part.name == "references"])
    text = document.write(some, SITE, "letter")
    source, target = tmp_path / "front.html", tmp_path / "front.pdf"
    source.write_text(text, "utf-8")
    printing.once(browser, source, target)
    first, second, *_ = pypdfium2.PdfDocument(target)
    assert "Version" in text_of(first)
    assert text_of(second).strip(), "an empty page follows the cover"


def test_fonts_are_embedded(printed):
    fonts = [
        o for o in printed[1].objects
        if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"
    ]  # fmt: skip
    names = {str(font.get("/BaseFont")).partition("+")[2] for font in fonts}
    assert {"STIXGeneral-Regular", "DejaVuSansMono"} <= names
    for font in fonts:  # one of Type3 has its glyphs in itself; one of Type0 in the font below it
        if "/FontDescriptor" in font and font.Subtype != "/Type3":
            assert {"/FontFile2", "/FontFile3"} & set(font.FontDescriptor.keys())


# --- for a class, and what is offered ---------------------------------------------------------


def test_sheets_hold_what_a_pencil_can_do_and_no_answers(whole):
    made = dict(sheets.for_pencils(whole))
    assert {"neuron", "mlp", "rnn"} <= set(made)
    for sheet in made.values():
        body = sheet.parts[0].body
        exercises = body.select("section:has(> .blanks)")
        assert len(exercises) == len(body.select(".working"))
        assert exercises
        assert not body.select(".hint, .to-appendix, .words")
    assert made["neuron"].parts[0].body.find(id="chapters-neuron--equation-eq-neuron-threshold")
    text = sheets.answers(whole).parts[0].body
    assert len(text.select("h3")) == sum(
        len(p.select("section.practise")) for p in pages().values()
    )


def test_only_what_belongs_to_this_site_is_offered(tmp_path):
    site, home = tmp_path / "html", tmp_path / "print"
    site.mkdir(), home.mkdir()
    (site / offer.SPHINX_WROTE).touch()
    built = (site / offer.SPHINX_WROTE).stat().st_mtime
    for name, age in (("book-a4.pdf", 1), ("book.epub", -1), ("sheet-mlp-a4.pdf", 1)):
        (home / name).write_bytes(b"x" * 1_500_000)
        os.utime(home / name, (built + age, built + age))
    box = '<div class="downloads" id="for-{}"></div>'
    boxes = box.format("readers") + box.format("teachers")
    (site / "intro.html").write_text(f"<p>{boxes}</p>", "utf-8")
    for _ in range(2):  # a second time it says the same
        offer.main(home, site)
        said = BeautifulSoup((site / "intro.html").read_text("utf-8"), "html.parser")
        links = {a["href"]: a.find_parent("div")["id"] for a in said.select("a")}
        assert links == {
            "print/book-a4.pdf": "for-readers",
            "print/sheet-mlp-a4.pdf": "for-teachers",
        }
        assert "work sheet “Two layers”, A4 (1.5 MB)" in said.get_text()
        assert sorted(f"print/{p.name}" for p in (site / "print").iterdir()) == sorted(links)
    (site / "slides").mkdir()
    (site / offer.DECKS).touch()
    shutil.rmtree(home)
    offer.main(home, site)
    said = BeautifulSoup((site / "intro.html").read_text("utf-8"), "html.parser")
    assert [link["href"] for link in said.select("#for-teachers a")] == [offer.DECKS]
    assert not said.select("#for-readers a")
    shutil.rmtree(site / "slides")
    offer.main(home, site)
    assert boxes in (site / "intro.html").read_text("utf-8")


def test_the_pages_have_room_for_the_links():
    assert pages()["intro.html"].select("div.downloads#for-readers")
    assert pages()["for-teachers.html"].select("div.downloads#for-teachers")


def test_what_is_missing_is_said(monkeypatch):
    monkeypatch.setattr(printing.shutil, "which", lambda _: None)
    with pytest.raises(printing.CannotPrintError, match="apt install chromium"):
        printing.browser().__enter__()
    with pytest.raises(SystemExit, match="PAPER must be one of a4, letter; got 'a5'"):
        pdf.main("a5")
