"""What several exercises share.

In x, y and all tables of units an example is a column; X and Y come in rows.
"""

import copy

import numpy as np

from nnlib.mlp import MLP


def network(W, b, **options):
    """Return nnlib's network with these tables and biases."""
    model = MLP((W[0].shape[1], *map(len, W)), **options)
    for l, (table, bias) in enumerate(zip(W, b, strict=True)):
        model.W[l][:], model.b[l][:] = table, bias
    return model


def gradients(model, X, Y):
    """Return nnlib's loss, and its gradients by name."""
    loss, grad = model.loss_and_grad(X, Y)
    return loss, model.unpack(grad)


def gives(*answers):
    """Return a rule that recognises answers equal to one of these in every case and every part."""

    def recognise(seen):
        for answer in answers:
            made = [answer(*copy.deepcopy(case.args)) for case, _ in seen]
            pairs = zip(made, (parts for _, parts in seen), strict=True)
            if all(same(theirs, list(parts.values())) for theirs, parts in pairs):
                return True
        return False

    def same(theirs, came):
        theirs = theirs if isinstance(theirs, tuple) else (theirs,)
        return all(
            np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=1e-5, atol=1e-9)
            for a, b in zip(theirs, came, strict=True)
        )

    return recognise
