"""Right answers written otherwise."""

import numpy as np


def epoch_by_splitting(model, X, Y, eta, batch_size, rng):
    order, total, count = rng.permutation(X.shape[0]), 0.0, 0
    for batch in np.split(order, range(batch_size, len(order), batch_size)):
        loss, gradient = model.loss_and_grad(X[batch], Y[batch])
        model.theta -= eta * gradient
        total, count = total + loss, count + 1
    return {"theta": model.theta, "loss": total / count}


def epoch_of_a_copy(model, X, Y, eta, batch_size, rng):
    order = rng.permutation(len(Y))
    X, Y, losses = X[order].copy(), Y[order].copy(), []
    while len(X):
        trace = model.forward(X[:batch_size])
        back = model.backward(trace, Y[:batch_size])
        losses += [back.loss]
        model.theta[:] -= eta * back.grad
        X, Y = X[batch_size:], Y[batch_size:]
    return model.theta.copy(), sum(losses) / len(losses)


ANSWERS = [
    epoch_by_splitting,
    epoch_of_a_copy,
]
