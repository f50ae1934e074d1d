"""Right answers written otherwise."""

import re

INNER = "(?:TS*X(?:XT*VP)*(?:S|XT*VV)|PT*V(?:V|P(?:XT*VP)*(?:S|XT*VV)))"
FORM = re.compile(f"B([TP])B{INNER}E\\1E")


def by_a_regular_expression(strings):
    return [bool(FORM.fullmatch(text)) for text in strings]


ARROWS = {
    0: {"T": 1, "P": 2},
    1: {"S": 1, "X": 3},
    2: {"T": 2, "V": 4},
    3: {"X": 2, "S": 5},
    4: {"P": 3, "V": 5},
    5: {},
}


def by_one_machine(strings):
    found = []
    for text in strings:
        node, kept = "start", ""
        for symbol in text:
            if node == "start" and symbol == "B":
                node = "choose"
            elif node == "choose" and symbol in "TP":
                node, kept = "open", symbol
            elif node == "open" and symbol == "B":
                node = 0
            elif node == 5 and symbol == "E":
                node = "return"
            elif node == "return" and symbol == kept:
                node = "close"
            elif node == "close" and symbol == "E":
                node = "end"
            elif node in ARROWS and symbol in ARROWS[node]:
                node = ARROWS[node][symbol]
            else:
                node = "lost"
                break
        found.append(int(node == "end"))
    return found


ANSWERS = [by_a_regular_expression, by_one_machine]
