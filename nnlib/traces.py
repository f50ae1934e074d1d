"""A trace carries what made it, so that backward can refuse one that belongs to other weights.

A gradient from a trace that is older than θ would be that of neither, and nothing would show it.
"""

import numpy as np


def sign(trace, model):
    """Write on a trace what made it: the formulas, and θ as it is now. Returns the trace."""
    trace.origin = formulas(model), model.theta.copy()
    return trace


def formulas(model):
    """Return what decides, beside θ, how a model runs forward."""
    return type(model), {name: s for name, s in model._settings.items() if name != "loss"}


def recognise(trace, model):
    """Raise unless a trace is one that this model, as it is now, would make.

    A trace that somebody put together by hand, `trace._replace(…)` for instance, is theirs to
    answer for.
    """
    if not hasattr(trace, "answer"):
        raise TypeError(f"trace must be what forward(X) returned, got {type(trace).__name__}")
    made_by, theta = getattr(trace, "origin", (formulas(model), model.theta))
    if made_by != formulas(model):
        kind, settings = made_by
        raise ValueError(
            f"trace must come from this model's forward(X), got one of a {kind.__name__} made with "
            + ", ".join(f"{name}={value!r}" for name, value in settings.items())
        )
    if not np.array_equal(theta, model.theta, equal_nan=True):
        raise ValueError(
            "trace must be newer than theta, got one that was made with other parameters; "
            "run forward(X) again"
        )
