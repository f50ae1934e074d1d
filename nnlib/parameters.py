"""θ and its views: all parameters of a model lie in one flat array, and each name is a view of it.

Block after block: a block [b | W] holds a layer's biases as a column, the weights of a constant
input 1, so one product gives W a + b and another both gradients. Writing to a view changes θ.
"""

import numpy as np

from nnlib.data import floats
from nnlib.validation import wrong


def views_of(flat, shapes):
    """Return views of consecutive pieces of a flat array, one of each of the 2-D shapes."""
    ends = np.cumsum([r * c for r, c in shapes])
    return [flat[e - r * c : e].reshape(r, c) for e, (r, c) in zip(ends, shapes, strict=True)]


class Layers(tuple):
    """One view of θ for each layer; assigning to an entry writes into it."""

    def __new__(cls, name, views):
        """Take the name under which a model has these views."""
        layers = super().__new__(cls, views)
        layers.name = name
        return layers

    def __getnewargs__(self):
        return self.name, tuple(self)

    def __setitem__(self, l, values):
        of_slice = isinstance(l, slice)
        name = f"{self.name}[{'…' if of_slice else range(len(self))[l]}]"
        write(name, Layers(self.name, self[l]) if of_slice else self[l], values)


def one_by_one(views):
    """Give each layer's view a name of its own, such as "W[0]"."""
    named = {}
    for name, view in views.items():
        of_layers = isinstance(view, Layers)
        named |= {f"{name}[{l}]": v for l, v in enumerate(view)} if of_layers else {name: view}
    return named


class Parameter:
    """A named view of θ, or one for each layer: assigning writes into it."""

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, model, owner=None):
        return self if model is None else model._views[self.name]

    def __set__(self, model, values):
        write(self.name, model._views[self.name], values)


def write(name, view, values):
    """Write values into a view, or a sequence of them into `Layers`.

    Values have the view's shape, or are one number for all entries. All are checked before any is
    written. `W -= …` has written already, and hands the view itself back.
    """
    if values is view:
        return
    layers = view if isinstance(view, Layers) else [view]
    values = values if isinstance(view, Layers) else [values]
    if not np.iterable(values) or len(values) != len(layers):
        came = len(values) if np.iterable(values) else repr(values)
        raise wrong(name, f"get {len(layers)} arrays, one for each layer", came)
    new = [floats(name, array) for array in values]
    for l, (old, array) in enumerate(zip(layers, new, strict=True)):
        if array.shape not in {old.shape, ()}:
            place = f"[{l}]" if layers is view else ""
            raise wrong(f"{name}{place}", f"have shape {old.shape}", array.shape)
    for old, array in zip(layers, new, strict=True):
        old[...] = array
