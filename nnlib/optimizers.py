"""Optimizers: how far and where a step goes, given the gradient and the learning rate η.

Each changes θ in place by `step(theta, grad, eta)`. What Momentum and Adam remember outlives a call
of `train`, so 50 epochs and 50 more are 100. Formulas and defaults are those of torch.optim.
"""

import numpy as np

from nnlib.attributes import Attentive
from nnlib.validation import real, wrong


class Descent:
    """Gradient descent: θ ← θ - η ∂C/∂θ (eq-neuron-update)."""

    def step(self, theta, grad, eta):
        """Take a step. The gradient is used up: its memory serves for the product."""
        grad *= eta
        theta -= grad

    def forget(self):
        """Begin anew; plain descent remembers nothing."""


class Remembering(Attentive):
    """An optimizer with arrays shaped like θ, which belong to the model that it first stepped."""

    n_arrays = 1
    theta, arrays, steps = None, (), 0

    def forget(self):
        """Begin anew, with this model or another."""
        self.theta, self.arrays, self.steps = None, (), 0

    def remembered(self, theta):
        """Count a step and return the arrays of this θ, zeros before the first."""
        if self.theta is None:
            self.arrays = tuple(np.zeros((self.n_arrays, theta.size)))
        elif self.theta is not theta and not np.array_equal(self.theta, theta):  # nor a copy of it
            kind, came = type(self).__name__, f"one with {self.theta.size} parameters"
            wanted = f"be used with one model, here another with {theta.size} parameters"
            raise wrong("optimizer", wanted, f"a {kind} of {came}", f"make a new {kind}()")
        self.theta, self.steps = theta, self.steps + 1
        return self.arrays


class Momentum(Remembering):
    """Gradient descent with a velocity: v ← momentum · v + ∂C/∂θ, then θ ← θ - η v.

    This is eq-digits-momentum.

    Parameters
    ----------
    momentum : float
        In [0, 1): which share of the velocity the next step keeps.
    """

    momentum = 0.9

    def __init__(self, momentum=0.9):
        self.momentum = real("momentum", momentum, 0.0, 1.0, low_included=True)

    def step(self, theta, grad, eta):
        """Take a step. The gradient is used up."""
        (velocity,) = self.remembered(theta)
        velocity *= self.momentum
        velocity += grad
        np.multiply(velocity, eta, out=grad)
        theta -= grad


class Adam(Remembering):
    """Adam (Kingma and Ba 2015): each parameter's step is scaled by its gradient's recent size.

    m ← β₁ m + (1 - β₁) g and v ← β₂ v + (1 - β₂) g² are running means of the gradient g and of its
    square (eq-digits-adam-means, where v is s). Both start at 0; divided by 1 - βᵗ at step t they
    are means of what has been seen (eq-digits-adam-correction): θ ← θ - η m̂ / (√v̂ + eps)
    (eq-digits-adam).

    Parameters
    ----------
    beta1, beta2 : float
        In [0, 1).
    eps : float
        Keeps the quotient finite, > 0.
    """

    n_arrays = 2
    beta1, beta2, eps = 0.9, 0.999, 1e-8

    def __init__(self, beta1=0.9, beta2=0.999, eps=1e-8):
        self.beta1 = real("beta1", beta1, 0.0, 1.0, low_included=True)
        self.beta2 = real("beta2", beta2, 0.0, 1.0, low_included=True)
        self.eps = real("eps", eps, 0.0)

    def step(self, theta, grad, eta):
        """Take a step."""
        m, v = self.remembered(theta)
        m += (1.0 - self.beta1) * (grad - m)
        v += (1.0 - self.beta2) * (grad * grad - v)
        m_hat = m / (1.0 - self.beta1**self.steps)
        v_hat = v / (1.0 - self.beta2**self.steps)
        theta -= eta * m_hat / (np.sqrt(v_hat) + self.eps)


def optimizer_for(optimizer, momentum):
    """Return what the arguments of `train` ask for, or raise an error that names them."""
    momentum = real("momentum", momentum, 0.0, 1.0, low_included=True)
    if optimizer is None:
        return Momentum(momentum) if momentum else Descent()
    methods = [getattr(optimizer, name, None) for name in ("step", "forget")]
    if isinstance(optimizer, type) or not all(map(callable, methods)):
        wanted = "be nnlib.Momentum(0.9), nnlib.Adam() or have step(theta, grad, eta) and forget()"
        raise wrong("optimizer", wanted, repr(optimizer), kind=TypeError)
    if momentum:
        raise wrong("momentum", "be 0 beside an optimizer", momentum)
    return optimizer
