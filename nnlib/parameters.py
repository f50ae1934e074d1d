"""θ and its views: all parameters of a model lie in one flat array, and each name is a view of it.

Block after block: a block [b | W] holds a layer's biases as a column, the weights of a constant
input 1, so one product gives W a + b and another both gradients. Writing to a view changes θ.
"""

import numpy as np

from nnlib.data import floats


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
        if isinstance(l, slice):
            write(f"{self.name}[{l.start}:{l.stop}]", Layers(self.name, self[l]), values)
        else:
            write(f"{self.name}[{range(len(self))[l]}]", self[l], values)


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
    """Write values into a view, or a sequence into `Layers`: all of them are checked before.

    Values are numbers of the view's shape, or one number for all entries.
    """
    if values is view:  # `W -= …` has written already, and hands the view back
        return
    if not isinstance(view, Layers):
        view[...] = _fitting(name, view, values)
        return
    try:
        values = list(values)
    except TypeError:
        raise TypeError(f"{name} takes one array for each layer, got {values!r}") from None
    if len(values) != len(view):
        raise ValueError(f"{name} takes {len(view)} arrays, one for each layer, got {len(values)}")
    new = [_fitting(f"{name}[{l}]", *pair) for l, pair in enumerate(zip(view, values, strict=True))]
    for array, numbers in zip(view, new, strict=True):
        array[...] = numbers


def _fitting(name, view, values):
    values = floats(name, values)
    if values.shape not in (view.shape, ()):
        raise ValueError(f"{name} must have shape {view.shape}, got {values.shape}")
    return values
