"""The models of nnlib once more in PyTorch, from the same numbers, and autograd's gradients."""

import sys
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from nnlib import LSTM, MLP, RNN

sys.path.append(str(Path(__file__).parent / "nnlib"))
from cases import n_inputs, n_outputs, named, step_of, targets

__all__ = ["named", "step_of"]  # of the models, for the tests beside this file

linear = functional.linear
FUNCTIONS = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "identity": lambda z: z * 1.0,
    "softmax": lambda z: torch.softmax(z, dim=-1),
}
ACTIVATIONS = ("sigmoid", "tanh", "relu", "identity")
HEADS = [
    *((output, loss) for output in ACTIVATIONS for loss in ("mse", "half_squared_error")),
    ("sigmoid", "cross_entropy"),
    ("softmax", "cross_entropy"),
]
COMBINATIONS = [(activation, *head) for activation in ACTIVATIONS for head in HEADS]


def tensors(model):
    """Return each named parameter as a tensor of its own, which collects a gradient."""
    return {name: torch.tensor(view, requires_grad=True) for name, view in named(model).items()}


def kept(z):
    """Return a weighted input whose gradient, δ, autograd is to keep."""
    if z.requires_grad:
        z.retain_grad()
    return z


def flat(model, parameters, X):
    """Run a Neuron or an MLP; return every z and the outputs, in rows."""
    if not isinstance(model, MLP):
        z = kept(linear(torch.tensor(X), parameters["w"][None], parameters["b"]))
        return [z], torch.sigmoid(z)
    a, z, last = torch.tensor(X), [], len(model.W) - 1
    for l in range(last + 1):
        z.append(kept(linear(a, parameters[f"W[{l}]"], parameters.get(f"b[{l}]"))))
        a = FUNCTIONS[model.output if l == last else model.activation](z[l])
    return z, a


def recurrent(model, parameters, X, state=None):
    """Run an RNN; return z of the hidden layer, z of the output, outputs and states, by step."""
    X = torch.tensor(X)
    hidden = len(parameters["b_h"])
    h = torch.zeros(len(X), hidden, dtype=X.dtype) if state is None else torch.tensor(state)
    z_h, z_y, outputs, states = [], [], [], []
    for t in range(X.shape[1]):
        from_input = linear(X[:, t], parameters["W_xh"], parameters["b_h"])
        z_h.append(kept(from_input + linear(h, parameters["W_hh"])))
        h = FUNCTIONS[model.activation](z_h[-1])
        z_y.append(kept(linear(h, parameters["W_hy"], parameters["b_y"])))
        outputs.append(FUNCTIONS[model.output](z_y[-1]))
        states.append(h)
    return z_h, z_y, outputs, states


def with_gates(model, parameters, X, state=None):
    """Run an LSTM by torch.nn.LSTM; return z of the outputs, outputs, and h and c at the end."""
    # torch stacks the gates in the order i, f, g, o, and has a second bias on the same sum.
    names = [f"{kind}{gate}" for kind in ("W_x", "W_h", "b_") for gate in "ifgo"]
    W_x, W_h, b = (
        torch.cat([parameters[name] for name in names[k : k + 4]]) for k in range(0, 12, 4)
    )
    D, H = model.n_inputs, model.n_hidden
    layer = torch.nn.LSTM(D, H, batch_first=True, dtype=torch.float64)
    in_torch = {"weight_ih_l0": W_x, "weight_hh_l0": W_h, "bias_ih_l0": b, "bias_hh_l0": 0 * b}
    start = () if state is None else (tuple(torch.tensor(part)[None] for part in state),)
    h, end = torch.func.functional_call(layer, in_torch, (torch.tensor(X), *start))
    z = linear(h[:, -1:] if model.answers == "last" else h, parameters["W_hy"], parameters["b_y"])
    return z, FUNCTIONS[model.output](z), end


def loss_of(model, z, a, Y, weights=None):
    """Return C of outputs in rows (columns of the mathematics), by PyTorch's own losses."""
    Y = torch.tensor(Y)
    if weights is not None:
        by_row = _row_losses(model, z, a, Y)
        weights = torch.tensor(np.asarray(weights, dtype=float))
        return (weights * by_row).sum() / weights.sum()
    if model.loss == "mse":
        return torch.nn.MSELoss()(a, Y)
    if model.loss == "half_squared_error":
        return 0.5 * functional.mse_loss(a, Y, reduction="sum") / len(Y)
    if model.output == "softmax":
        return functional.cross_entropy(z, Y)
    return functional.binary_cross_entropy_with_logits(z, Y, reduction="sum") / len(Y)


def _row_losses(model, z, a, Y):
    if model.loss == "cross_entropy":
        if model.output == "softmax":
            return functional.cross_entropy(z, Y, reduction="none")
        return functional.binary_cross_entropy_with_logits(z, Y, reduction="none").sum(dim=1)
    squares = functional.mse_loss(a, Y, reduction="none")
    return squares.mean(dim=1) if model.loss == "mse" else 0.5 * squares.sum(dim=1)


def cost(model, parameters, X, Y, weights=None):
    """Return C of any model; `weights` by example, or by example and step."""
    if not isinstance(model, (RNN, LSTM)):
        z, a = flat(model, parameters, X)
        return loss_of(model, z[-1], a, Y, weights)
    if isinstance(model, LSTM):
        z, a, _ = with_gates(model, parameters, X)
    else:
        _, z, a, _ = recurrent(model, parameters, X)
        z, a = (torch.stack(steps, dim=1) for steps in (z, a))
    if getattr(model, "answers", "each") == "last":
        return loss_of(model, z[:, -1], a[:, -1], Y, weights)
    z, a = z.flatten(0, 1), a.flatten(0, 1)
    if weights is not None:
        weights = np.broadcast_to(np.reshape(weights, (len(X), -1)), np.shape(X)[:2]).ravel()
    return loss_of(model, z, a, np.reshape(Y, (-1, np.shape(Y)[-1])), weights)


def fill(model, leading, rng):
    """Draw θ and X in [-1.5, 1.5], and targets that the output reaches."""
    bound = 0.8 if isinstance(model, (RNN, LSTM)) else 1.5
    model.theta = rng.uniform(-bound, bound, model.theta.shape)
    X = rng.uniform(-1.5, 1.5, (*leading, n_inputs(model)))
    if getattr(model, "answers", "each") == "last":
        leading = leading[:1]
    return X, targets(model, (*leading, n_outputs(model)), rng)


def gradients_differ(model, grad, parameters):
    """Return the largest difference in units of the largest entry of PyTorch's gradient."""
    found = named(model, grad)
    largest = max(p.grad.abs().max().item() for p in parameters.values())
    differences = []
    for name, parameter in parameters.items():
        expected = parameter.grad.numpy()
        assert found[name].shape == expected.shape, name
        differences.append(np.abs(found[name] - expected).max())
    return max(differences) / largest if largest else max(differences)
