"""Optimizers: how far and where a step goes, given the gradient and the learning rate η.

Each changes θ in place by `step(theta, grad, eta)`. What Momentum and Adam remember outlives a call
of `train`, so 50 epochs and 50 more are 100. Formulas and defaults are those of torch.optim.
"""

import numpy as np

from nnlib import validation


class Descent:
    """Gradient descent: θ ← θ - η ∂C/∂θ (eq-neuron-update)."""

    def step(self, theta, grad, eta):
        """Take a step. The gradient is used up: its memory serves for the product."""
        grad *= eta
        theta -= grad

    def forget(self):
        """Begin anew; plain descent remembers nothing."""


class Remembering:
    """An optimizer with arrays shaped like θ, which belong to the model that it first stepped."""

    n_arrays = 1

    def __init__(self):
        self.forget()

    def forget(self):
        """Begin anew, with this model or another."""
        self.theta, self.arrays, self.steps = None, (), 0

    def remembered(self, theta):
        """Return the arrays of this θ, zeros before the first step."""
        if self.theta is None:
            self.theta, self.arrays = theta, tuple(np.zeros((self.n_arrays, theta.size)))
        elif self.theta is not theta:
            raise ValueError(
                f"optimizer must be a new one for another model, got a {type(self).__name__} that "
                f"remembers {self.steps} steps of one with {self.theta.size} parameters; "
                "make a new one, or call its forget()"
            )
        return self.arrays


class Momentum(Remembering):
    """Gradient descent with a velocity: v ← momentum · v + ∂C/∂θ, then θ ← θ - η v.

    Parameters
    ----------
    momentum : float
        In [0, 1): which share of the velocity the next step keeps.
    """

    def __init__(self, momentum=0.9):
        self.momentum = validation.real("momentum", momentum, 0.0, 1.0, low_included=True)
        super().__init__()

    def step(self, theta, grad, eta):
        """Take a step. The gradient is used up."""
        (velocity,) = self.remembered(theta)
        self.steps += 1
        velocity *= self.momentum
        velocity += grad
        np.multiply(velocity, eta, out=grad)
        theta -= grad


class Adam(Remembering):
    """Adam (Kingma and Ba 2015): each parameter's step is scaled by its gradient's recent size.

    m ← β₁ m + (1 - β₁) g and v ← β₂ v + (1 - β₂) g² are running means of the gradient g and of its
    square. Both start at 0; divided by 1 - βᵗ at step t they are means of what has been seen:
    θ ← θ - η m̂ / (√v̂ + eps).

    Parameters
    ----------
    beta1, beta2 : float
        In [0, 1).
    eps : float
        Keeps the quotient finite, > 0.
    """

    n_arrays = 2

    def __init__(self, beta1=0.9, beta2=0.999, eps=1e-8):
        self.beta1 = validation.real("beta1", beta1, 0.0, 1.0, low_included=True)
        self.beta2 = validation.real("beta2", beta2, 0.0, 1.0, low_included=True)
        self.eps = validation.real("eps", eps, 0.0)
        super().__init__()

    def step(self, theta, grad, eta):
        """Take a step."""
        m, v = self.remembered(theta)
        self.steps += 1
        m += (1.0 - self.beta1) * (grad - m)
        v += (1.0 - self.beta2) * (grad * grad - v)
        m_hat = m / (1.0 - self.beta1**self.steps)
        v_hat = v / (1.0 - self.beta2**self.steps)
        theta -= eta * m_hat / (np.sqrt(v_hat) + self.eps)


def optimizer_for(optimizer, momentum):
    """Return what the arguments of `train` ask for, or raise an error that names them."""
    momentum = validation.real("momentum", momentum, 0.0, 1.0, low_included=True)
    if optimizer is None:
        return Momentum(momentum) if momentum else Descent()
    if isinstance(optimizer, type) or not all(
        callable(getattr(optimizer, method, None)) for method in ("step", "forget")
    ):
        raise TypeError(
            "optimizer must be nnlib.Momentum(0.9), nnlib.Adam() or an object with "
            f"step(theta, grad, eta) and forget(), got {optimizer!r}"
        )
    if momentum:
        raise ValueError(f"momentum must be 0 beside an optimizer, got {momentum:g}")
    return optimizer
