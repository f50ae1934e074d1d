"""How results, hints and progress look: in a notebook, and as text where there is none."""

import html
import re
import sys

from nnlib.checks.terminal import readable

MARKS = {  # symbol, word and the colour of the bar beside them
    "passed": ("✓", "#2a8558"),
    "partly": ("◐", "#956400"),
    "failed": ("✗", "#82120a"),
    "open": ("○", "#6b6b6b"),
}
BOX = "padding: .1em .8em; margin: .4em 0; border-left: .3em solid"
MATHS = 'class="math notranslate"'  # in the book, MathJax looks only where it is told to
FOLD = 'style="list-style: none; cursor: pointer"'  # JupyterLab hides the triangle of its own
LEFT = 'style="text-align: left"'
ROLE = re.compile(r"\{[a-z]+\}(?=`)")  # of MyST: what it names is resolved in the book alone
OUTCOMES = "application/vnd.nnlib.outcomes+json"


def publish(data):
    """Show something in the notebook, in the richest form it knows; elsewhere print its text."""
    ipython = sys.modules.get("IPython")
    if ipython is not None and ipython.get_ipython() is not None:
        ipython.display.display(data, raw=True)
    else:
        encoding = getattr(sys.stdout, "encoding", None)
        sys.stdout.write(readable(data["text/plain"] + "\n", encoding))


def state_of(passed=False, score=0.0, failed=0, **_):
    """Return the key of `MARKS` for what is known of an exercise."""
    if passed:
        return "passed"
    return ("partly" if score else "failed") if failed else "open"


def verdict(result):
    """Return how a result looks, by kind of display."""
    started = result.diagnosis not in {"not-started", "guessed"}
    symbol, colour = MARKS[state_of(result.passed, result.score, started)]
    return {
        "text/plain": f"{symbol} {result.message}",
        "text/html": f'<div style="{BOX} {colour}"><strong>{symbol}</strong> '
        f"{as_html(result.message)}</div>",
    }


def as_html(message):
    """Turn a message into HTML: `code` in backquotes, and indented lines as lines of code."""
    text = html.escape(message, quote=False)
    text = re.sub(r"`([^`\n]*)`", r"<code>\1</code>", text)
    return re.sub(r"\n {4}(.*)(?:\n|$)", r'<pre style="margin: .3em 0">\1</pre>', text)


def prose(text):
    r"""Turn a hint into HTML: paragraphs, `code`, and formulas between ``$``, which become ``\(``.

    As HTML and not as Markdown, because what folds away is lost where MyST renders Markdown.
    """
    text = re.sub(r"`([^`\n]*)`", r"<code>\1</code>", html.escape(text, quote=False))
    text = re.sub(r"\*\*?(?=\S)([^*]+?)\*\*?", r"<em>\1</em>", text)
    text = re.sub(r"\$\$(.+?)\$\$", rf"</p><div {MATHS}>\\[\1\\]</div><p>", text, flags=re.S)
    text = re.sub(r"\$(.+?)\$", rf"<span {MATHS}>\\(\1\\)</span>", text, flags=re.S)
    text = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    return re.sub(r"<p>\s*</p>", "", text)


def aside(text):
    """Show a remark beside the verdict."""
    publish(
        {"text/plain": text, "text/html": f'<div style="margin: .4em 1.1em">{as_html(text)}</div>'}
    )


def words(text, code=""):
    """Show a hint or an explanation, and a solution above it."""
    block = f"<pre>{html.escape(code, quote=False)}</pre>" if code else ""
    text = ROLE.sub("", text)
    publish(
        {
            "text/plain": f"{code}\n\n{text}".strip(),
            "text/html": f"{block}{prose(text)}",
        }
    )


def folded(texts):
    """Return hints as HTML, each folded away."""
    return "".join(
        f"<details><summary {FOLD}>▸ Hint {level}</summary>{prose(ROLE.sub('', text))}</details>"
        for level, text in enumerate(texts, 1)
    )


def hints(exercise):
    """Show all hints of an exercise, each folded away; as text, the first."""
    plain = f'{ROLE.sub("", exercise.hints[0])}\n(More: hint("{exercise.id}", 2).)'
    publish({"text/plain": plain, "text/html": folded(exercise.hints)})


def overview(rows):
    """Show progress; `rows` are ``(chapter, [(title, id, state)])``."""
    text, body = [], []
    for chapter, entries in rows:
        done, all_of = sum(state == "passed" for *_, state in entries), len(entries)
        filled = round(20 * done / all_of)
        text.append(f"{chapter:8}{'█' * filled}{'░' * (20 - filled)} {done} of {all_of}")
        body.append(
            f'<tr><th scope="row" {LEFT}>{chapter}</th><td {LEFT}>'
            f'<progress max="{all_of}" value="{done}" aria-label="{chapter}"></progress></td>'
            f"<td {LEFT}>{done} of {all_of}</td></tr>"
        )
        for title, name, state in entries:
            symbol = MARKS[state][0]
            text.append(f"  {symbol} {title}  ({name})")
            body.append(
                f'<tr><td style="text-align: right">{symbol}</td>'
                f"<td {LEFT}>{html.escape(title)}</td><td {LEFT}><code>{name}</code></td></tr>"
            )
    text.append("✓ right   ◐ partly   ✗ not yet   ○ open")
    table = f"<table>{''.join(body)}</table><p>{text[-1]}</p>"
    publish({"text/plain": "\n".join(text), "text/html": table})
