"""Code and what it prints, as a column of paper holds them."""

from bs4 import NavigableString

LONG = 14  # lines that may be cut in two by the end of a page
COLUMNS = 88  # what a line of A4 holds at the size that paper.css gives it
CONTINUES = "↪ "
LOOKS = {"k", "kn", "kc", "kd", "ow", "nf", "nc", "c", "c1", "cm", "sd"}  # what paper.css sets off


def plain(block):
    """Keep of a block's colours what is seen in black on white: an element less for every word."""
    for span in block.select("span"):
        if not LOOKS & set(span.get("class", [])):
            span.unwrap()
    block.smooth()
    if block.get_text().count("\n") > LONG:
        block["class"] = ["long-block"]


def wrap(block, columns=COLUMNS):
    """Break the lines of a block that are longer than a line of paper, with a mark."""
    column = 0
    for text in list(block.find_all(string=True)):
        lines = []
        for n, line in enumerate(text.split("\n")):
            column, rest = (0 if n else column), line
            broken = ""
            while column + len(rest) > columns:
                fits = columns - column
                broken += rest[:fits] + "\n" + CONTINUES
                column, rest = len(CONTINUES), rest[fits:]
            lines.append(broken + rest)
            column += len(rest)
        if (broken := "\n".join(lines)) != text:
            text.replace_with(NavigableString(broken))
