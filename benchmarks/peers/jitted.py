"""JAX: the loss as a function of the parameters, its gradient, and all steps in one compiled scan.

Compiling is left out of the time: the first call, which does it, is the warm-up.
"""

from functools import partial

import jax
import numpy as np
from jax import lax
from jax import numpy as jnp

from benchmarks.peers import layers
from benchmarks.row import Outcome

jax.config.update("jax_enable_x64", True)


def mlp_loss(parameters, X, Y):
    """Mean squared error of sigmoid layers, examples in rows."""
    for W, b in parameters:
        X = jax.nn.sigmoid(X @ W.T + b)
    return jnp.mean((X - Y) ** 2)


def rnn_loss(parameters, X, Y):
    """Mean squared error of a recurrent network of tanh units, X (N, T, D)."""
    W_xh, W_hh, b_h, W_hy, b_y = parameters

    def step(h, x):
        h = jnp.tanh(x @ W_xh.T + h @ W_hh.T + b_h)
        return h, h

    start = jnp.zeros((X.shape[0], W_hh.shape[0]))
    _, H = lax.scan(step, start, X.swapaxes(0, 1))
    return jnp.mean((jax.nn.sigmoid(H @ W_hy.T + b_y) - Y.swapaxes(0, 1)) ** 2)


@partial(jax.jit, static_argnames=("loss", "steps"))
def descend(parameters, X, Y, eta, *, loss, steps):
    """Take all steps; return parameters and losses."""

    def step(parameters, _):
        value, grad = jax.value_and_grad(loss)(parameters, X, Y)
        return jax.tree.map(lambda p, g: p - eta * g, parameters, grad), value

    return lax.scan(step, parameters, length=steps)


@partial(jax.jit, static_argnames="steps")
def descend_together(parameters, X, Y, eta, *, steps):
    """Train many networks: the same, for parameters with one more axis in front."""
    alone = partial(descend, loss=mlp_loss, steps=steps)
    return jax.vmap(alone, in_axes=(0, None, None, None))(parameters, X, Y, eta)


def trainer(task):
    """Prepare full-batch training of a perceptron; return `run(steps)`."""
    X, Y = jnp.array(task.X), jnp.array(task.Y)

    def run(steps):
        model = task.make()
        start = layers.take(model)
        parts, loss = descend(start, X, Y, task.eta, loss=mlp_loss, steps=steps)
        return Outcome(layers.put(model, parts), np.asarray(loss))

    return run


def recurrent_trainer(task):
    """Prepare full-batch training of a recurrent network; return `run(steps)`."""
    X, Y = jnp.array(task.X), jnp.array(task.Y)

    def run(steps):
        model = task.make()
        views = (model.W_xh, model.W_hh, model.b_h, model.W_hy, model.b_y)
        start = tuple(view.copy() for view in views)
        parts, loss = descend(start, X, Y, task.eta, loss=rnn_loss, steps=steps)
        for view, part in zip(views, parts, strict=True):
            view[...] = part
        return Outcome(model.theta, np.asarray(loss))

    return run
