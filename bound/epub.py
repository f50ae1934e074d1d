"""Bind the book for reading devices: `python -m bound.epub`."""

import zipfile
from pathlib import Path

from bound import book, front_picture, listings, offer, package, xhtml
from nnlib.viz import palette

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
TARGET = ROOT / "_build" / "print" / "book.epub"
THEN = (1980, 1, 1, 0, 0, 0)  # of every file in it, so that the same book has the same bytes
COVER = '<section epub:type="cover" class="cover"><img src="cover.png" alt="{alt}"/></section>'
DARK = "@media (prefers-color-scheme: dark) {{\n{rules}\n}}\n"


def styles():
    """Return the style sheet; a formula's colours of a light page cannot be read on a dark one."""
    rules = "\n".join(
        f".role-{role}, .role-{role} * {{ color: {colour}; }}"
        for role, colour in palette.ROLES_DARK.items()
    )
    return (Path(__file__).parent / "book.css").read_text("utf-8") + DARK.format(rules=rules)


def files(whole, site, built):
    """Return everything that is in the file, by name, in order.

    Parameters
    ----------
    whole : bound.parts.Book
        What `bound.book.read` gives; its parts change on the way.
    site : pathlib.Path
        The built site, from which pictures come.
    built : float
        When that was, in seconds since 1970.
    """
    for part in whole.parts:
        for code in part.body.select("pre"):
            listings.plain(code)
    alt = f"{whole.title}. Below the title a network: two inputs, three hidden units, one output."
    pages = {"cover.xhtml": xhtml.page("Cover", COVER.format(alt=alt))}
    pages["nav.xhtml"] = package.contents(whole.parts)
    pictures = {"cover.png": front_picture.cover(whole)}
    for part in whole.parts:
        pages[f"{part.id}.xhtml"] = xhtml.write(whole, part, site, pictures)
    inside = pages | {"book.css": styles()} | pictures
    with_formulas = {name for name, text in pages.items() if "<math " in text}
    made = {"mimetype": "application/epub+zip", "META-INF/container.xml": package.CONTAINER}
    made["book/book.opf"] = package.package(whole, list(inside), with_formulas, built)
    return made | {f"book/{name}": content for name, content in inside.items()}


def write(target, made):
    """Write the files into one, the first unpacked: that is how its kind is recognised."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as epub:
        for name, content in made.items():
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            entry = zipfile.ZipInfo(name, THEN)
            entry.compress_type = how
            entry.external_attr = 0o644 << 16
            epub.writestr(entry, content)


def main():
    """Bind the book, and offer it on the site."""
    built = (SITE / offer.SPHINX_WROTE).stat().st_mtime
    write(TARGET, files(book.read(SITE), SITE, built))
    print(f"{TARGET.relative_to(ROOT)}: {offer.size(TARGET)}")
    offer.main()


if __name__ == "__main__":
    main()
