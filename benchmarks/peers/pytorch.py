"""PyTorch as its tutorials teach it: a Sequential, a loss, an optimiser, one eager step at a time.

Everything is float64 and uses one thread; minibatches are indexed from a tensor, which is many
times faster than a DataLoader.
"""

import numpy as np
import torch
from torch import nn

from benchmarks.peers import layers
from benchmarks.row import Outcome

torch.set_num_threads(1)


def trainer(task):
    """Prepare a multilayer perceptron of sigmoid units; return `run(steps)`."""
    X, Y = torch.tensor(task.X), torch.tensor(task.Y)
    if task.output == "softmax":
        criterion, Y = nn.CrossEntropyLoss(), Y.argmax(dim=1)
    else:
        criterion = {"mse": nn.MSELoss, "cross_entropy": nn.BCEWithLogitsLoss}[task.loss]()

    def run(steps):
        model = task.make()
        modules, linears = [], []
        for W, b in layers.take(model):
            linear = nn.Linear(W.shape[1], W.shape[0], dtype=torch.float64)
            with torch.no_grad():
                linear.weight.copy_(torch.tensor(W))
                linear.bias.copy_(torch.tensor(b))
            modules += [linear, nn.Sigmoid()]
            linears.append(linear)
        if task.loss == "cross_entropy":
            modules.pop()  # the loss takes z, stably, as nnlib's does
        net = nn.Sequential(*modules)
        loss = descend(net, criterion, X, Y, task, steps)
        parts = [(m.weight.detach(), m.bias.detach()) for m in linears]
        return Outcome(layers.put(model, parts), loss)

    return run


def descend(net, criterion, X, Y, task, steps):
    """Train in minibatches or on everything at once; return the mean loss of each epoch."""
    optimizer = torch.optim.SGD(net.parameters(), lr=task.eta)
    n, rng, losses = len(X), task.rng(), []
    size = task.batch_size or n
    for _ in range(steps):
        order = None if rng is None else torch.from_numpy(rng.permutation(n))
        total = 0.0
        for k in range(0, n, size):
            if size == n:
                x, y = X, Y
            else:
                chosen = slice(k, k + size) if order is None else order[k : k + size]
                x, y = X[chosen], Y[chosen]
            loss = criterion(net(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
        losses.append(total / -(-n // size))
    return np.array(losses)


def batched_trainer(start, X, Y, eta):
    """Prepare many networks along a leading axis; return `run(steps)`, parameters and losses.

    Starts are W1 (K, H, D), b1 (K, 1, H), W2 (K, C, H), b2 (K, 1, C); losses (steps, K).
    """
    x, y = torch.tensor(X).expand(len(start[0]), -1, -1), torch.tensor(Y)

    def run(steps):
        parameters = [torch.tensor(p, requires_grad=True) for p in start]
        W1, b1, W2, b2 = parameters
        optimizer = torch.optim.SGD(parameters, lr=eta)
        losses = np.empty((steps, len(x)))
        for step in range(steps):
            a1 = torch.sigmoid(torch.baddbmm(b1, x, W1.transpose(1, 2)))
            a2 = torch.sigmoid(torch.baddbmm(b2, a1, W2.transpose(1, 2)))
            loss = ((a2 - y) ** 2).mean(dim=(1, 2))
            optimizer.zero_grad()
            loss.sum().backward()  # no network's loss depends on another's parameters
            optimizer.step()
            losses[step] = loss.detach().numpy()
        return [p.detach().numpy() for p in parameters], losses

    return run
