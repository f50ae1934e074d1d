"""The diagrams of single models: the neuron, and the recurrent network unrolled over time."""

from nnlib.viz import inputs
from nnlib.viz.graph import arrow, canvas, node, written
from nnlib.viz.palette import ROLES


def neuron(ax, *, values=None, factors=None, backward=False):
    r"""Draw a neuron with two inputs, from these to the cost C, and the way back to its weight.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    values : dict of str to float, optional
        Numbers to write; the keys are any of ``x1 x2 w1 w2 b z a y C``.
    factors : dict of str to float, optional
        Numbers for the way back; the keys are any of ``C_a a_z z_w``, for the derivatives
        :math:`\partial C/\partial a`, :math:`\partial a/\partial z` and
        :math:`\partial z/\partial w_1`. They come with `backward`.
    backward : bool, default False
        Whether to draw the three factors of the chain rule, from C back to the first weight.

    Returns
    -------
    matplotlib.axes.Axes
        The `ax` that came in.
    """
    values = _keyed("values", values, ("x1", "x2", "w1", "w2", "b", "z", "a", "y", "C"))
    factors = _keyed("factors", factors, ("C_a", "a_z", "z_w"))
    if factors and not backward:
        raise ValueError("factors must come with backward=True, got backward=False")
    canvas(ax, (-0.55, 6.75), (-1.8, 1.95))
    places = {
        "x1": ((0, 1.3), "$x_1$", "input"),
        "x2": ((0, 0), "$x_2$", "input"),
        "1": ((0, -1.3), "$1$", "input"),
        "z": ((2.6, 0), "$z$", "hidden"),
        "a": ((4.4, 0), "$a$", "output"),
        "C": ((6.2, 0), "$C$", "error"),
        "y": ((6.2, -1.3), "$y$", "ink"),
    }
    nodes = {key: node(ax, *place, value=values.get(key)) for key, place in places.items()}
    for tail, weight, symbol in (("x1", "w1", "$w_1$"), ("x2", "w2", "$w_2$"), ("1", "b", "$b$")):
        arrow(ax, nodes[tail], nodes["z"], _equation(symbol, values.get(weight)), at=0.46)
    arrow(ax, nodes["z"], nodes["a"], r"$\sigma$")
    arrow(ax, nodes["a"], nodes["C"])
    arrow(ax, nodes["y"], nodes["C"])
    if backward:
        back = {"role": "gradient", "style": "--", "bend": 0.45}
        ways = (
            ("C", "a", "C_a", r"$\dfrac{\partial C}{\partial a}$", (5.3, 1.0)),
            ("a", "z", "a_z", r"$\dfrac{\partial a}{\partial z}$", (3.5, 1.0)),
            ("z", "x1", "z_w", r"$\dfrac{\partial z}{\partial w_1}$", (2.05, 1.6)),
        )
        for tail, head, key, symbol, at in ways:
            arrow(ax, nodes[tail], nodes[head], **back)
            text = _equation(symbol, factors.get(key))
            ax.text(*at, text, color=ROLES["gradient"], ha="center", va="center", fontsize=12)
    return ax


def unrolled(ax, T, *, x=None, h=None, a=None, backward=False, meet=None):
    """Draw a recurrent layer unrolled: x_t below, the states h_t in a row, the outputs above.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        Where to draw.
    T : int
        The number of time steps; up to five are readable.
    x : array_like of shape (T,), optional
        The inputs x_1 … x_T, written into their nodes.
    h : array_like of shape (T + 1,), optional
        The states h_0 … h_T.
    a : array_like of shape (T,), optional
        The outputs a_1 … a_T.
    backward : bool, default False
        Whether to draw the arrows that bring the error back: from each output to its state,
        and from each state to the one before it.
    meet : int, optional
        With `backward`, only the two arrows that meet at the state of this time step (1 … T − 1).

    Returns
    -------
    matplotlib.axes.Axes
        The `ax` that came in.
    """
    if not isinstance(T, int) or T < 1:
        raise ValueError(f"T must be a positive integer, got {T!r}")
    if meet is not None and not (backward and meet in range(1, T)):
        raise ValueError(f"meet must lie in 1 … {T - 1} and come with backward=True, got {meet!r}")
    x, h, a = (
        [None] * n if row is None else inputs.numbers(name, row, n).tolist()
        for name, row, n in (("x", x, T), ("h", h, T + 1), ("a", a, T))
    )
    across, up = 1.9, 1.75
    canvas(ax, (-0.6, across * T + 0.6), (-up - 0.5, up + 0.5))
    states = [node(ax, (0, 0), "$h_0$", "hidden", value=h[0])]
    # An arrow back runs beside the arrow forward: both are moved apart. It carries δ.
    beside = 0.15 if backward else 0.0
    forward, back = {"shift": beside}, {"shift": beside, "role": "error", "style": "--"}
    for t in range(1, T + 1):
        at = across * t
        entry = node(ax, (at, -up), f"$x_{t}$", "input", value=x[t - 1])
        states.append(node(ax, (at, 0), f"$h_{t}$", "hidden", value=h[t]))
        exit_ = node(ax, (at, up), f"$a_{t}$", "output", value=a[t - 1])
        arrow(ax, entry, states[t], "$W_{xh}$")
        arrow(ax, states[t - 1], states[t], "$W_{hh}$", **forward)
        arrow(ax, states[t], exit_, "$W_{hy}$", **forward)
        if backward and meet in {None, t}:
            arrow(ax, exit_, states[t], **back)
        if backward and meet in {None, t - 1} and t > 1:
            arrow(ax, states[t], states[t - 1], **back)
    return ax


def _equation(symbol, number):
    return symbol if number is None else f"{symbol} = {written(number)}"


def _keyed(name, numbers, keys):
    numbers = dict(numbers or {})
    unknown = sorted(set(numbers) - set(keys))
    if unknown:
        raise ValueError(f"{name} must have keys from {' '.join(keys)}, got {' '.join(unknown)}")
    for key, number in numbers.items():
        inputs.numbers(f"{name}[{key!r}]", number)
    return numbers
