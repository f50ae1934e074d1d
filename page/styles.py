"""One style sheet for all pages: of the theme's rules those that some page can use, then our own.

The theme is written for every site, with a framework inside; nine rules in ten match nothing here.
A browser would read them all before it paints.
"""

import functools
import hashlib
import os
import re
from pathlib import Path

import tinycss2

HERE = Path(__file__).parent
SHEET = "_static/page.css"
OWN = "style.css"  # kept whole: it is short, and some of it waits for what a script draws
LINK = re.compile(r'\s*<link rel="stylesheet"[^>]*?href="([^"?]+)[^>]*>')
TAG = re.compile(r"<([a-z][\w-]*)((?:\s+[\w:-]+(?:=\"[^\"]*\")?)*)\s*/?>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"([\w:-]+)(?:=\"([^\"]*)\")?")
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
SETTING = re.compile(r"(?<=[{;])\s*(--[\w-]+)\s*:[^;{}]*(?:;|(?=\}))")
REMARK = re.compile(r"(?:^|\s)//.*$", re.MULTILINE)
EMPTY = re.compile(r"[^{}]+\{\s*\}\n?")
# What scripts draw later: dialogs, and Sphinx's own list of search results.
LATER = {"[data-mode", ".search", ".search-summary", ".context", ".active", "[open", "ul", "li"}
# Signs of the icon font, which the pages do without.
ICONS = re.compile(
    r"(?:^|;)\s*(?:content|font|font-family):[^;]*(?:var\(--(?:fa|pst-icon)-|Awesome)|var\(--fa-"
)


def write(pages, site):
    """Put one sheet in the place of the many that each page asks for."""
    sheets = {}
    for name, text in pages.items():
        for match in LINK.finditer(text):
            file = os.path.normpath(Path(name).parent / match[1])
            if not file.endswith("formulas.css"):
                sheets.setdefault(file)
    css = one_sheet([site / file for file in sheets], used_names(pages.values()))
    (site / SHEET).write_text(css, "utf-8")
    version = hashlib.sha256(css.encode()).hexdigest()[:8]
    for name, text in pages.items():
        if LINK.search(text):
            root = "../" * name.count("/")
            ours = f'\n    <link rel="stylesheet" href="{root}{SHEET}?v={version}" />'
            rest = LINK.sub(lambda link: link[0] if "formulas.css" in link[0] else "", text)
            pages[name] = rest.replace("</title>", f"</title>{ours}", 1)


def used_names(texts):
    """Return each tag, .class, #id and [attribute of the pages, and each word of our scripts."""
    names = LATER | {"html", "head", "body"}
    for text in texts:
        for tag, attributes in TAG.findall(text):
            names.add(tag.lower())
            for key, value in ATTRIBUTE.findall(attributes):
                names.add(f"[{key}")
                if key in {"class", "id"}:
                    names.update(("." if key == "class" else "#") + name for name in value.split())
    for script in HERE.glob("**/*.js"):
        code = REMARK.sub("", script.read_text("utf-8"))  # "far" is an icon, too
        words = re.findall(r"[\w-]+", code)
        names.update(kind + word for word in words for kind in (".", "#"))
    return names


def one_sheet(files, names):
    """Join the rules of the files that `names` can use."""
    kept, own = [], []
    for file in files:
        text = file.read_text("utf-8")
        if file.name == OWN:
            own.append(text)
        else:
            rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
            kept += useful(rules, names)
    return without_unused_variables("\n".join(kept), "".join(own))


def useful(rules, names):
    """Yield the rules that can match, as text."""
    for rule in rules:
        if rule.type == "qualified-rule":
            parts = [part for part in split(rule.prelude) if matches(part, names)]
            body = tinycss2.serialize(rule.content)
            if parts and not ICONS.search(body):
                selectors = ",".join(tinycss2.serialize(part).strip() for part in parts)
                yield f"{selectors}{{{body}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in {"media", "supports"}:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if body := "\n".join(useful(inner, names)):
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{body}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword == "page":
            yield rule.serialize()


def split(prelude):
    """Split a list of selectors at its commas."""
    part = []
    for token in prelude:
        if token == ",":
            yield part
            part = []
        else:
            part.append(token)
    yield part


def matches(selector, names):
    """Whether each name that a selector asks for occurs; what it excludes need not."""
    before = None
    for token in selector:
        asked = None
        if token.type == "ident" and before != ":":
            asked = "." + token.value if before == "." else token.lower_value
        elif token.type == "hash":
            asked = "#" + token.value
        elif token.type == "[] block":
            asked = "[" + next(part.value for part in token.content if part.type == "ident")
        one_of = token.type == "function" and token.lower_name in {"is", "where"}
        if one_of and not any(matches(part, names) for part in split(token.arguments)):
            return False
        if asked and asked not in names:
            return False
        before = token
    return True


def without_unused_variables(css, own):
    """Take out the settings that no rule reads, and those that only they read."""
    read, shorter = None, css
    while read != (read := set(VARIABLE.findall(shorter + own))):
        shorter = SETTING.sub(functools.partial(if_read, read), shorter)
    return EMPTY.sub("", shorter) + "\n" + own


def if_read(read, setting):
    """Return a setting as it is, or nothing where nobody reads it."""
    return setting[0] if setting[1] in read else ""
