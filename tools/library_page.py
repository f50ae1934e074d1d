"""Sphinx extension for the library's page, and for the links to it.

Docstrings link to the equations they cite, and their formulas get subscripts; names link by the way
they are imported, `nnlib.MLP` for `nnlib.mlp.MLP`; and the fields of a named tuple go without
Python's "Alias for field number 0".
"""

import pkgutil
import re

import equations

CITATION = re.compile(rf"(\()?({equations.LABEL.pattern})(?(1)\))")

CODE = re.compile(r"(:\w+:`[^`]*`|``[^`]*``|`[^`]*`)")
SUBSCRIPT = re.compile(r"\b[^\W\d_]_\{")
INDEX = re.compile(r"\b([^\W\d_])_(?:\{([^{}]+)\}|(\w{1,2})\b)")


def linked(line, labels):
    """Write `:eq:` roles for the labels that the book has; Sphinx shows them as linked numbers."""

    def role(match):
        bracket, label = match.groups()
        if label not in labels:
            return match[0]
        return f":eq:`{label}`" if bracket else f"equation :eq:`{label}`"

    return CITATION.sub(role, line)


def lowered(line):
    """Set the subscripts of a line of plain mathematics, h_t = f(h_{t-1}), below their letters.

    One in braces says that the line is mathematics; code stands in backticks and stays.
    """
    if not SUBSCRIPT.search(line):
        return line
    parts = CODE.split(line)
    parts[::2] = (INDEX.sub(r"\1\\ :sub:`\2\3`\\ ", words) for words in parts[::2])
    return "".join(parts)


def defined_name(name):
    """Turn the name of a function, class or method into the one it is defined under."""
    thing = pkgutil.resolve_name(name)
    if thing.__qualname__.isidentifier():
        return f"{thing.__module__}.{thing.__qualname__}"
    owner, _, member = name.rpartition(".")
    return f"{defined_name(owner)}.{member}"


def resolve(app, env, node, content):
    """Link to `nnlib.X`, which Sphinx knows by the module that defines X."""
    target = node.get("reftarget", "")
    if not target.startswith("nnlib."):
        return None
    try:
        name = defined_name(target)
    except (AttributeError, ImportError, ValueError):
        return None  # Sphinx reports it
    return env.get_domain("py").resolve_xref(
        env, node["refdoc"], app.builder, node["reftype"], name, node, content
    )


def setup(app):
    """Connect to Sphinx's events."""
    labels = {equation.label for equation in equations.collect().equations}

    def process(_app, _what, _name, _obj, _options, lines):
        lines[:] = [lowered(linked(line, labels)) for line in lines]

    def skip(_app, _what, _name, obj, _skip, _options):
        return True if type(obj).__name__ == "_tuplegetter" else None

    app.connect("autodoc-process-docstring", process)
    app.connect("autodoc-skip-member", skip)
    app.connect("missing-reference", resolve)
    return {"parallel_read_safe": True}
