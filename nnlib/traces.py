"""A trace carries what made it, so that backward can refuse one that belongs to other weights.

A gradient from a trace that is older than θ would be that of neither, and nothing would show it.
"""

import numpy as np

from nnlib.validation import wrong

# What a model was made with that plays no part on the way forward, or has its place in θ.
NOT_FORWARD = {"loss", "forget_bias"}


def formulas(model):
    """Return what decides, beside θ, how a model runs forward."""
    return type(model), {name: s for name, s in model._settings.items() if name not in NOT_FORWARD}


def sign(trace, model):
    """Write on a trace what made it: the formulas, and θ as it is now. Returns the trace."""
    trace.origin = formulas(model), model.theta.copy()
    return trace


def recognise(trace, model):
    """Raise unless a trace is one that this model, as it is now, would make.

    A trace without an origin, `trace._replace(…)` for instance, is its maker's to answer for.
    """
    if not hasattr(trace, "answer"):
        raise wrong("trace", "be what forward(X) returned", type(trace).__name__, kind=TypeError)
    (kind, settings), theta = getattr(trace, "origin", (formulas(model), model.theta))
    if (kind, settings) != formulas(model):
        raise wrong(
            "trace", "come from this model's forward(X)", f"a {kind.__name__}'s, {settings}"
        )
    if not np.array_equal(theta, model.theta, equal_nan=True):
        raise wrong(
            "trace", "be newer than theta", "one of other parameters", "run forward(X) again"
        )
