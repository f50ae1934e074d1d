"""Cases, a right answer and known mistakes of text.pair-counts."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong

from ..shared import some_names


def name_cases(rng):
    """Return lists of names, and symbols."""
    names = some_names(rng, 12, ".abc")
    return [
        Case("a dozen names", (names, ".abc", 0.5)),
        Case("a name twice", (["ab", "bcab", "ab", "c"], ".abc", 0.1)),
        Case("one name", (["ba"], ".ab", 1.0)),
        Case("a letter that no name has", ([*some_names(rng, 5, ".abc"), "cab"], ".abcd", 0.3)),
        Case("double letters", (["aab", "bba", "abb", "aa"], ".ab", 0.2)),
        Case("symbols in another order", (some_names(rng, 8, ".abc"), ".cab", 0.5)),
    ]


def counts_of(texts, symbols, step=1):
    """Count pairs in texts that have their dots already."""
    table = np.zeros((len(symbols), len(symbols)))
    for text in texts:
        for given, comes in zip(text, text[step:], strict=False):
            if given in symbols and comes in symbols:
                table[symbols.index(given), symbols.index(comes)] += 1
    return table


def counted(
    *,
    texts=lambda names: [f".{name}." for name in names],
    step=1,
    count=lambda table: table,
    add=lambda a, table: table + a,
    share=lambda table, a: table / table.sum(axis=1, keepdims=True),
    order=lambda symbols: symbols,
):
    """Return a table of shares; the arguments make the mistakes."""

    def answer(names, symbols, a):
        table = count(counts_of(texts(names), order(symbols), step))
        with np.errstate(all="ignore"):
            return share(add(a, table), a)

    return answer


def divided_by_plain_counts(table, a):
    """Divide by the counts without what was added."""
    plain = table - a
    return table / np.maximum(plain.sum(axis=1, keepdims=True), 1)


EXERCISE = Exercise(
    kind="implement",
    points=2,
    cases=name_cases,
    right=counted(),
    wrongs=(
        Wrong(
            "on-its-side",
            "The table is on its side: a row belongs to the symbol that is *given*, and adds up to "
            "1.",
            lambda *args: counted()(*args).T,
        ),
        Wrong(
            "columns-add-up",
            "The columns add up to 1. Divide each row by its own sum: with `keepdims=True` the "
            "sums stay a column.",
            counted(share=lambda table, a: table / table.sum(axis=0, keepdims=True)),
        ),
        Wrong(
            "backwards",
            "The pairs are read backwards: a row belongs to the symbol that is given, and counts "
            "what comes *after* it.",
            counted(count=np.transpose),
        ),
        Wrong(
            "shares-of-all",
            "These are shares of all pairs. Each row is to add up to 1.",
            counted(share=lambda table, a: table / table.sum()),
        ),
        Wrong(
            "counts",
            "These are counts. Divide each row by its sum.",
            counted(share=lambda table, a: table),
        ),
        Wrong(
            "plain-counts",
            "These are counts without `a`. Add it, and divide each row by its sum.",
            counted(add=lambda a, table: table, share=lambda table, a: table),
        ),
        Wrong(
            "nothing-added",
            "`a` was not added: what never came gets the share 0, or nan.",
            counted(
                add=lambda a, table: table,
                share=lambda table, a: np.nan_to_num(table / table.sum(axis=1, keepdims=True)),
            ),
        ),
        Wrong(
            "nothing-added-and-nan",
            "`a` was not added, or it cancels: where a symbol is never given you divide by 0.",
            counted(add=lambda a, table: table),
        ),
        Wrong(
            "one-added",
            "1 was added to every count. It is `a`.",
            counted(add=lambda a, table: table + 1),
        ),
        Wrong(
            "added-to-shares",
            "`a` was added to the shares. It belongs to the counts, before you divide.",
            counted(
                add=lambda a, table: table,
                share=lambda table, a: table / np.maximum(table.sum(axis=1, keepdims=True), 1) + a,
            ),
        ),
        Wrong(
            "not-in-the-sum",
            "`a` is in the counts and not in what they are divided by: the rows add up to more "
            "than 1.",
            counted(share=divided_by_plain_counts),
        ),
        Wrong(
            "once-in-the-sum",
            "`a` is in the sum once. Every one of the K counts has it.",
            counted(share=lambda table, a: table / ((table - a).sum(axis=1, keepdims=True) + a)),
        ),
        Wrong(
            "only-in-the-sum",
            "`a` is in what you divide by, and not in the counts.",
            counted(
                add=lambda a, table: table,
                share=lambda table, a: table / (table.sum(axis=1, keepdims=True) + a * len(table)),
            ),
        ),
        Wrong(
            "spread-over-symbols",
            "`a` was shared out among the symbols, a / K for each. Every count begins with `a`.",
            counted(add=lambda a, table: table + a / len(table)),
        ),
        Wrong(
            "only-where-nothing-came",
            "`a` was added only where nothing came. Every count begins with it.",
            counted(add=lambda a, table: np.where(table == 0, a, table)),
        ),
        Wrong(
            "only-where-something-came",
            "`a` was added only where something came. Every count begins with it.",
            counted(
                add=lambda a, table: np.where(table > 0, table + a, 0),
                share=lambda table, a: np.nan_to_num(table / table.sum(axis=1, keepdims=True)),
            ),
        ),
        Wrong(
            "taken-off",
            "`a` was taken off the counts. It is added.",
            counted(add=lambda a, table: table - a),
        ),
        Wrong(
            "no-first-dot",
            "The dot before each name is missing, so the row of the dot knows nothing of the first "
            "letters.",
            counted(texts=lambda names: [f"{name}." for name in names]),
        ),
        Wrong(
            "no-last-dot",
            "The dot behind each name is missing, so no letter is ever the last one.",
            counted(texts=lambda names: [f".{name}" for name in names]),
        ),
        Wrong(
            "no-dots",
            "The dots are missing, before and behind each name.",
            counted(texts=lambda names: names),
        ),
        Wrong(
            "names-run-together",
            "The names run into each other: the last letter of one is followed by the first of the "
            "next. A dot stands between them.",
            counted(texts=lambda names: ["." + "".join(names) + "."]),
        ),
        Wrong(
            "two-dots-between",
            "Pairs of two dots were counted, between one name and the next. Only pairs within a "
            "name count.",
            counted(texts=lambda names: ["".join(f".{name}." for name in names)]),
        ),
        Wrong(
            "each-name-once",
            "A name that comes twice was counted once.",
            counted(texts=lambda names: [f".{name}." for name in dict.fromkeys(names)]),
        ),
        Wrong(
            "each-pair-once",
            "Each pair counts once, however often it came: `table[j, k] = 1` forgets what was "
            "there.",
            counted(count=lambda table: np.minimum(table, 1)),
        ),
        Wrong(
            "each-pair-once-a-name",
            "A pair that comes twice in one name was counted once.",
            lambda names, symbols, a: counted(
                count=lambda _: sum(
                    np.minimum(counts_of([f".{name}."], symbols), 1) for name in names
                )
            )(names, symbols, a),
        ),
        Wrong(
            "one-symbol-skipped",
            "The pairs have a symbol between them. What comes *next* is asked for.",
            counted(step=2),
        ),
        Wrong(
            "with-itself",
            "Each symbol is paired with itself: the second of a pair is one place on.",
            counted(step=0),
        ),
        Wrong(
            "first-name-only",
            "Only the first name was counted: is the `return` inside the loop?",
            lambda names, symbols, a: counted()(names[:1], symbols, a),
        ),
        Wrong(
            "last-name-only",
            "Only the last name was counted: the table is made anew for each.",
            lambda names, symbols, a: counted()(names[-1:], symbols, a),
        ),
        Wrong(
            "last-pair-left-out",
            "The last letter is followed by nothing in your count: the pair with the last dot is "
            "left out and so is the letter's share.",
            counted(texts=lambda names: [f".{name}"[:-1] for name in names]),
        ),
        Wrong(
            "alphabetical",
            "The rows stand in the order of the alphabet. Asked for is the order of `symbols`.",
            counted(order=lambda symbols: "".join(sorted(symbols))),
        ),
        Wrong(
            "dot-last",
            "The dot's row and column are the last ones. It is the first of `symbols`.",
            counted(order=lambda symbols: symbols[1:] + symbols[0]),
        ),
        Wrong(
            "without-the-dot",
            "The dot has neither row nor column. It is given, and it comes.",
            lambda names, symbols, a: counted()(names, symbols[1:], a),
        ),
        Wrong(
            "single-letters",
            "Every row is the same: how often a symbol comes at all, whatever was given.",
            counted(count=lambda table: np.tile(table.sum(axis=0), (len(table), 1))),
        ),
        Wrong(
            "logarithms",
            "These are logarithms of shares. Asked for are the shares.",
            lambda *args: np.log(counted()(*args)),
        ),
        Wrong(
            "percent",
            "These are percent. Asked for are shares, with rows that add up to 1.",
            lambda *args: 100 * counted()(*args),
        ),
        Wrong(
            "added-twice",
            "`a` was added twice. Every count begins with it once.",
            counted(add=lambda a, table: table + 2 * a),
        ),
        Wrong(
            "two-dots-at-an-end",
            "There are two dots before or behind each name, so a pair of dots was counted.",
            counted(texts=lambda names: [f"..{name}." for name in names]),
        ),
        Wrong(
            "mixed-with-equal-shares",
            "The shares were mixed with equal ones. `a` belongs to the counts.",
            counted(
                add=lambda a, table: table,
                share=lambda table, a: (
                    (1 - a) * table / np.maximum(table.sum(axis=1, keepdims=True), 1)
                    + a / len(table)
                ),
            ),
        ),
        Wrong(
            "softmax",
            "The counts went through a softmax. Divide each row by its sum.",
            counted(
                share=lambda table, a: np.exp(table) / np.exp(table).sum(axis=1, keepdims=True)
            ),
        ),
        Wrong(
            "rounded",
            "The shares are rounded. Leave them as they are.",
            lambda *args: np.round(counted()(*args), 2),
        ),
    ),
)
