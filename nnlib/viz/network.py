"""The diagram of a multilayer network, with numbers in its nodes and on its arrows."""

import numpy as np

from nnlib.viz import inputs
from nnlib.viz.graph import RADIUS, arrow, canvas, node, written
from nnlib.viz.palette import ROLES

_ACROSS, _DOWN = 3.2, 1.3  # from layer to layer, and from node to node
THIN, WIDE = 0.7, 4.2  # points: the arrow of a zero, and that of the largest number
_ROOM = 0.45  # from a label on an arrow to the next one, in the same unit


def network(ax, sizes, *, values=None, edges=None, biases=None, names=None, edge_role="ink"):
    """Draw a network: a column of nodes for each layer, an arrow for each weight.

    Where the edges have numbers, a negative one has a dashed arrow, and the wider an arrow, the
    larger its number, in one measure for all layers.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    sizes : sequence of int
        The number of nodes in each layer, the input first.
    values : sequence of array_like, optional
        For each layer an array (n_l,) of numbers, written into the nodes.
    edges : sequence of array_like, optional
        For each layer of weights an array (n_l, n_{l-1}) of numbers or strings, written on the
        arrows: weights, or gradients in the shape of ``model.W``.
    biases : sequence of array_like, optional
        For each layer of weights an array (n_l,) of numbers or strings, written below the nodes.
    names : sequence of sequence of str, optional
        For each layer the nodes' names; by default x for inputs and a for the other layers.
    edge_role : str, default "ink"
        The role of the texts on the edges, such as ``"gradient"``.

    Returns
    -------
    matplotlib.axes.Axes
        The `ax` that came in.
    """
    inputs.axes(ax)
    sizes = _checked_sizes(sizes)
    columns = [(n,) for n in sizes]
    matrices = list(zip(sizes[1:], sizes[:-1], strict=True))
    values = _checked("values", values, columns)
    edges = _checked("edges", edges, matrices)
    biases = _checked("biases", biases, columns[1:])
    names = _default_names(sizes) if names is None else _checked("names", names, columns)

    top = (max(sizes) - 1) / 2 * _DOWN + RADIUS
    floor = -top - (0.1 if biases is None else 0.45)
    canvas(ax, (-0.75, (len(sizes) - 1) * _ACROSS + 0.75), (floor, top + 0.5))
    roles = ["input", *["hidden"] * (len(sizes) - 2), "output"]
    nodes = []
    for layer, role in enumerate(roles):
        x = layer * _ACROSS
        centred = {"ha": "center", "va": "center", "zorder": 4}
        ax.text(x, top + 0.28, role, color=ROLES[role], **centred)
        circles = []
        for j, y in enumerate(_heights(sizes[layer])):
            value = None if values is None else values[layer][j]
            circles.append(node(ax, (x, y), names[layer][j], role, value=value))
            if biases is not None and layer:
                bias = f"$b$ = {written(biases[layer - 1][j])}"
                ax.text(x, y - RADIUS - 0.2, bias, fontsize=12, **centred)
        nodes.append(circles)
    largest = _largest(edges)
    for layer, matrix in enumerate(matrices):
        at = _clearest(*map(_heights, matrix[::-1]))
        for j, k in np.ndindex(matrix):
            look = {"at": at, "role": "ink", "text_role": edge_role}
            text = None if edges is None else edges[layer][j][k]
            if text is not None and not isinstance(text, str):
                look["role"], look["style"] = ("minus", "--") if text < 0 else ("plus", "-")
                look["width"] = THIN + (WIDE - THIN) * abs(text) / largest
            arrow(ax, nodes[layer][k], nodes[layer + 1][j], text, **look)
    return ax


def _largest(edges):
    """Return the largest size of a number on an edge, 1 where there is none but zeros."""
    numbers = [np.abs(e) for e in edges or () if np.asarray(e).dtype.kind != "U"]
    return max((array.max() for array in numbers), default=0) or 1


def _heights(n):
    return ((n - 1) / 2 - np.arange(n)) * _DOWN


def _clearest(tails, heads):
    """Return the share of the way, from tails to heads, where the arrows leave room for labels."""
    shares = np.linspace(0.2, 0.8, 61)
    starts, ends = (each.ravel()[:, None] for each in np.meshgrid(tails, heads))
    crossings = np.sort(starts * (1 - shares) + ends * shares, axis=0)
    gaps = np.diff(crossings, axis=0, prepend=-np.inf).min(axis=0)
    # As near to the middle as there is room; rounding settles ties alike on every machine.
    return shares[np.lexsort((abs(shares - 0.5).round(6), -gaps.clip(max=_ROOM).round(6)))[0]]


def _default_names(sizes):
    last = len(sizes) - 1
    names = [[f"$x_{{{k + 1}}}$" for k in range(sizes[0])]]
    for layer in range(1, last + 1):
        upper = f"^{{({layer})}}" if last > 1 else ""
        names.append([f"$a{upper}_{{{j + 1}}}$" for j in range(sizes[layer])])
    return names


def _checked_sizes(sizes):
    whole = all(isinstance(n, int | np.integer) and n > 0 for n in sizes)
    if len(sizes) < 2 or not whole:
        raise ValueError(f"sizes must be two or more positive integers, got {sizes!r}")
    return list(sizes)


def _checked(name, layers, shapes):
    """Return one array of numbers or strings for each layer, after checking its shape."""
    if layers is None:
        return None
    if len(layers) != len(shapes):
        raise ValueError(f"{name} must have {len(shapes)} arrays, one a layer, got {len(layers)}")
    checked = []
    for layer, shape in zip(layers, shapes, strict=True):
        array = np.asarray(layer)
        if array.dtype.kind != "U":
            array = inputs.numbers(name, layer, *shape)
        elif array.shape != shape:
            raise ValueError(f"{name} must have an array of shape {shape}, got {array.shape}")
        checked.append(array.tolist())
    return checked
