"""What of a text is shown on a slide: sentences with bold words, and those that lead somewhere."""

import copy
import html
import re

from bs4 import BeautifulSoup, NavigableString

END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9*(“\"]|$)")
# Said of something, so the sentence before is needed too. "It" may stand a few words further on.
POINTS_BACK = re.compile(r"(?:This|That|These|Those|So|But|And|Then|Both|Such|Their|Here)\b")
PRONOUN = re.compile(r"\b(?:it|its|they|them|their)\b", re.IGNORECASE)
RUN_IN = re.compile(r"<strong>[^<]*\.</strong>")  # a heading, and what follows it
EARLY = 6  # words
LONG = 240  # letters: a longer sentence is for the notes, unless it has bold words


def sentences(paragraph):
    """Yield the sentences of a paragraph, as HTML."""
    made = []
    for child in paragraph.children:
        if not isinstance(child, NavigableString):
            made.append(str(child))
            continue
        first, *others = END.split(html.escape(str(child), quote=False))
        made.append(first)
        for other in others:
            yield "".join(made).strip()
            made = [other]
    if "".join(made).strip():
        yield "".join(made).strip()


def headlines(said, before=""):
    """Return the sentences of a paragraph that are shown.

    Parameters
    ----------
    said : list of str
        All of its sentences, as HTML.
    before : str, optional
        The last sentence of the paragraph before.
    """
    shown = []
    for earlier, sentence in zip([before, *said], said, strict=False):
        if "<strong>" in sentence:
            if needs_another(sentence) and earlier not in shown and len(words(earlier)) <= LONG:
                shown.append(earlier)
            shown.append(sentence)
    return [sentence for sentence in shown if sentence]


def needs_another(sentence):
    """Whether a sentence speaks of what was named in the one before."""
    if RUN_IN.match(sentence):
        return False
    text = words(sentence)
    return bool(POINTS_BACK.match(text) or PRONOUN.search(" ".join(text.split()[:EARLY])))


def words(markup):
    """Return the text of HTML."""
    return BeautifulSoup(markup, "html.parser").get_text()


def beginning(markup, room):
    """Return the first sentences of a paragraph, as many as there is room for; at least one."""
    paragraph = BeautifulSoup(markup, "html.parser").find("p")
    if paragraph is None:
        return ""
    taken = []
    for sentence in sentences(paragraph):
        if taken and len(words(" ".join([*taken, sentence]))) > room:
            break
        taken.append(sentence)
    return " ".join(taken)


def in_short(items):
    """Return a list of which each item has kept its first sentence."""
    made = copy.copy(items)
    for item in made.find_all("li", recursive=False):
        first = next(sentences(item.find("p", recursive=False) or item), "")
        item.clear()
        item.append(BeautifulSoup(first, "html.parser"))
    return made
