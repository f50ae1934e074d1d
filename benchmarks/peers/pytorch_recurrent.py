"""PyTorch's recurrent networks, `nn.RNN` and `nn.LSTM`, as its tutorials train them.

Padding is counted out by weights, as nnlib counts it.
"""

import numpy as np
import torch
from torch import nn

from benchmarks.row import Outcome
from nnlib import LSTM

torch.set_num_threads(1)

GATES = "ifgo"  # in the order that torch stacks them


class Recurrent(nn.Module):
    """`nn.RNN` (tanh is its only smooth activation) or `nn.LSTM`, and a readout at every time step.

    They have two biases where one would do; the second stays at 0, so that both sides learn alike.
    """

    def __init__(self, model):
        super().__init__()
        self.model, D, H = model, model.n_inputs, model.n_hidden
        kind = nn.LSTM if isinstance(model, LSTM) else nn.RNN
        self.rnn = kind(D, H, batch_first=True, dtype=torch.float64)
        self.linear = nn.Linear(H, model.n_outputs, dtype=torch.float64)
        with torch.no_grad():
            self.rnn.bias_hh_l0.zero_().requires_grad_(False)
            for mine, its in self._pairs():
                its.copy_(torch.tensor(mine))

    def _pairs(self):
        """Yield each array of nnlib's model and the piece of a parameter that it is here."""
        model, rnn, H = self.model, self.rnn, self.model.n_hidden
        yield from [(model.W_hy, self.linear.weight), (model.b_y, self.linear.bias)]
        its = rnn.weight_ih_l0, rnn.weight_hh_l0, rnn.bias_ih_l0
        for k, gate in enumerate(GATES if isinstance(model, LSTM) else "h"):
            names = (
                ("W_xh", "W_hh", "b_h")
                if gate == "h"
                else (f"W_x{gate}", f"W_h{gate}", f"b_{gate}")
            )
            for name, parameter in zip(names, its, strict=True):
                yield getattr(model, name), parameter[k * H : (k + 1) * H]

    def theta(self):
        """Write what was learned into nnlib's model; return its θ."""
        for mine, its in self._pairs():
            mine[...] = its.detach().numpy()
        return self.model.theta

    def forward(self, x):
        """Compute z of the outputs, (N, T, C), from sequences (N, T, D)."""
        return self.linear(self.rnn(x)[0])


def _criterion(task):
    """Return the loss of a batch, from z, targets and weights (or None)."""
    if task.output == "softmax":

        def weighted(z, y, w):
            by_step = nn.functional.cross_entropy(z.flatten(0, 1), y.flatten(), reduction="none")
            return (w.flatten() * by_step).sum() / w.sum()

        return weighted
    mse = nn.MSELoss()
    return lambda z, y, _w: mse(torch.sigmoid(z), y)


def trainer(task):
    """Prepare a recurrent network; return `run(steps)`."""
    X, Y = torch.tensor(task.X), torch.tensor(task.Y)
    W = None if task.weights is None else torch.tensor(task.weights)
    if task.output == "softmax":
        Y = Y.argmax(dim=2)
    criterion = _criterion(task)

    def run(steps):
        net = Recurrent(task.make())
        loss = descend(net, criterion, (X, Y, W), task, steps)
        return Outcome(net.theta(), loss)

    return run


def descend(net, criterion, data, task, steps):
    """Train; return the mean loss of each epoch, over all that counts."""
    adam = task.optimizer is not None
    optimizer = (torch.optim.Adam if adam else torch.optim.SGD)(net.parameters(), lr=task.eta)
    n, rng, losses = len(data[0]), task.rng(), []
    size = task.batch_size or n
    for _ in range(steps):
        order = None if rng is None else torch.from_numpy(rng.permutation(n))
        total = seen = 0.0
        for k in range(0, n, size):
            chosen = slice(k, k + size) if order is None else order[k : k + size]
            x, y, w = (part if part is None else part[chosen] for part in data)
            loss = criterion(net(x), y, w)
            optimizer.zero_grad()
            loss.backward()
            if task.max_norm is not None:
                nn.utils.clip_grad_norm_(net.parameters(), task.max_norm)
            optimizer.step()
            counts = len(x) if w is None else w.sum().item()
            total += counts * loss.item()
            seen += counts
        losses.append(total / seen)
    return np.array(losses)
