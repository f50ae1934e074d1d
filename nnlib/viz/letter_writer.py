"""A network that writes on the page: its reader chooses the first letters and the temperature."""

from matplotlib.figure import Figure

from nnlib.viz.live import Live, numbers
from nnlib.viz.palette import ROLES


def letter_writer(model, symbols, examples):
    """Make a figure that writes, letter by letter, with the weights of a trained network.

    Each step is that of `RNN.step` (eq-rnn-forward); its 27 shares are sharpened or flattened by
    the temperature that the reader chooses (eq-text-temperature), and a letter is drawn of them.

    Parameters
    ----------
    model : nnlib.RNN
        With ``activation="tanh"``, ``output="softmax"`` and an input and an output a symbol.
    symbols : str
        What input and output k stand for; the first begins a text, and ends it.
    examples : sequence of str
        Texts that the model wrote, for the still that a notebook shows.

    Returns
    -------
    Live
        For `show`.

    Raises
    ------
    ValueError
        Where the model is another one, or has not one input and output a symbol.
    """
    kind = getattr(model, "activation", None), getattr(model, "output", None)
    if kind != ("tanh", "softmax"):
        raise ValueError(
            f"model must be an RNN with activation='tanh' and output='softmax', got {model!r}"
        )
    if not model.n_inputs == model.n_outputs == len(symbols):
        raise ValueError(
            f"symbols must have one for each of {model.n_inputs} inputs and {model.n_outputs} "
            f"outputs, got {len(symbols)}"
        )
    names = ("W_xh", "W_hh", "b_h", "W_hy", "b_y")
    data = {name: numbers(getattr(model, name)) for name in names} | {"symbols": symbols}
    fig = Figure(figsize=(5, 1.2))
    fig.text(0.5, 0.5, "  ".join(examples), ha="center", va="center", color=ROLES["output"])
    words = f"Names that the network wrote: {', '.join(examples)}. In the book it writes others."
    return Live("letter-writer", data, fig, words)
