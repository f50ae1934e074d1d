"""`train(…, engine="loops")`: what `descent.py` does for arrays, with the steps in compiled loops.

Options become codes and numbers, and data rows in memory. One call goes through many epochs where
nobody has to be asked in between: what a call costs is more than an epoch of a tiny network.
"""

import numpy as np

from nnlib.descent import diverged
from nnlib.loops import layers, lstm, rnn
from nnlib.loops.codes import ACTIVATION_CODES, ADAM, DESCENT, MOMENTUM, loss_code
from nnlib.loops.compiling import compiled
from nnlib.loops.epochs import Codes, Data, Numbers, Progress, State
from nnlib.loops.orders import AHEAD, Orders
from nnlib.lstm import LSTM
from nnlib.mlp import MLP
from nnlib.neuron import Neuron
from nnlib.optimizers import Adam, Descent, Momentum
from nnlib.rnn import RNN
from nnlib.validation import wrong

# Which module has the loops of a kind of network.
NETWORKS = {Neuron: layers, MLP: layers, RNN: rnn, LSTM: lstm}
RULES = {Descent.step: DESCENT, Momentum.step: MOMENTUM, Adam.step: ADAM}

TILE = 128  # examples in a pass, whose arrays then stay in the processor's cache
PRODUCTS = 20_000_000  # about as many in a call: Python can interrupt ten times a second
HINT = "write engine='arrays', which asks its methods"


class Loops:
    """A training in loops: made once its arguments are checked, it does what `descend` does."""

    def __init__(self, objective, size, rng, optimizer, *, max_norm, decay):
        self.model = model = objective.model
        network, self.optimizer, self.size = _network_of(model), optimizer, size
        x, y, weights = (None if a is None else _in_rows(a) for a in objective.arrays)
        y = y.reshape(len(y), -1, model.n_outputs)
        weights = np.empty((0, 0)) if weights is None else weights.reshape(len(y), -1)
        self.data, self.decay, self.orders = Data(x, y, weights), decay, Orders(len(y), rng)
        columns = min(size, TILE)
        self.memory = network.memory_of(model, x, y, columns)
        self.share = np.empty((y.shape[1], columns))
        loss, self.factor = loss_code(model)
        self.max_norm = np.inf if max_norm is None else max_norm
        f = ACTIVATION_CODES[getattr(model, "activation", "tanh")]
        codes = f, ACTIVATION_CODES[model.output], loss, _rule_of(optimizer)
        self.codes = Codes(*codes, max_norm is not None, bool(decay.any()))
        self.run = compiled(network)

    @np.errstate(all="ignore")
    def descend(self, *, epochs, rate, recorder):
        """Go through the batches again and again, as `descent.descend` does."""
        theta = self.model.theta
        kept = np.array([theta, theta])
        so_far = Progress(0, 0.0, 0, 0)
        for some in self._calls(epochs, callable(rate) or recorder.has_more_to_do):
            etas = np.full(len(some), rate(some[0]) if callable(rate) else rate)
            orders = self.orders.draw(len(some))
            so_far, losses = self._call(theta, kept, orders, etas, so_far)
            recorder.losses.frombytes(losses.tobytes())
            epoch = some[min(so_far.done, len(some) - 1)]
            if so_far.done < len(some):
                theta[...] = kept[1 - so_far.turn]
                self.orders.keep(so_far.done + 1)
                raise diverged(so_far.loss, epoch, etas[-1])
            if recorder.has_more_to_do and recorder.after_epoch(epoch, recorder.losses[-1]):
                break
        if not np.isfinite(theta).all():
            theta[...] = kept[1 - so_far.turn]
            raise diverged(so_far.loss, epoch, etas[-1])

    def _calls(self, epochs, ask):
        """Return the numbers of epochs in pieces: those that one call goes through."""
        if ask or not isinstance(epochs, range):
            return ([epoch] for epoch in epochs)
        of_an_epoch = self.data.x[..., 0].size * self.model.theta.size
        n = 1 + min(PRODUCTS // of_an_epoch, AHEAD // len(self.data.x))
        return (epochs[k : k + n] for k in range(0, len(epochs), n))

    def _call(self, theta, kept, orders, etas, so_far):
        """Go through the epochs of a call; return how far it came, and their losses."""
        optimizer = self.optimizer
        own = optimizer.remembered(theta) if hasattr(optimizer, "remembered") else ()
        remembered = np.array(own).reshape(-1, theta.size)
        constants = (getattr(optimizer, name, 0.0) for name in ("beta1", "beta2", "eps"))
        numbers = Numbers(self.factor, self.max_norm, *constants)
        if isinstance(optimizer, Momentum):
            numbers = numbers._replace(beta1=optimizer.momentum)
        if own:
            so_far = so_far._replace(steps=optimizer.steps - 1)  # `remembered` has counted one
        losses = np.empty(len(etas))
        state = State(theta, np.zeros_like(theta), kept, remembered)
        given = self.memory, self.data, orders, self.size, self.share, self.codes, numbers
        so_far = Progress(*self.run(state, *given, self.decay, etas, losses, so_far))
        if own:
            optimizer.steps = so_far.steps
            for array, new in zip(own, remembered, strict=True):
                array[...] = new
        return so_far, losses[: so_far.done]


def _in_rows(columns):
    return np.ascontiguousarray(np.moveaxis(columns, -1, 0))


def _network_of(model):
    """Return the loops of a model, or raise an error that says why there are none."""
    kind = next((kind for kind in NETWORKS if isinstance(model, kind)), None)
    if kind is None:
        wanted = f"be one of {', '.join(kind.__name__ for kind in NETWORKS)} with engine='loops'"
        raise wrong("model", wanted, type(model).__name__, HINT, TypeError)
    kinds = [c for c in type(model).__mro__ if not c.__module__.startswith("nnlib.")]
    theirs = set().union(vars(model), *map(vars, kinds))
    for name in ("loss_and_grad", "forward", "backward", "_forward", "_backward"):
        if name in theirs:
            wanted = "have the library's formulas with engine='loops', which runs no others"
            came = f"a {type(model).__name__} with a {name} of its own"
            raise wrong("model", wanted, came, HINT, TypeError)
    return NETWORKS[kind]


def _rule_of(optimizer):
    """Return the code of an optimizer's rule, or raise an error that says why there is none."""
    rule = RULES.get(getattr(optimizer.step, "__func__", None))
    if rule is None:
        wanted = "be nnlib.Momentum or nnlib.Adam with engine='loops', which runs their rules only"
        raise wrong("optimizer", wanted, repr(optimizer), HINT, TypeError)
    return rule
