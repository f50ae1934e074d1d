"""What several exercises share.

In x, y and all tables of units an example is a column; X and Y come in rows.
"""

from nnlib.mlp import MLP

# What a derivation is not taken from, nor a gradient that is to be written.
BORROWED = dict.fromkeys(
    ("nnlib.numerical_gradient", "nnlib.MLP.loss_and_grad", "nnlib.MLP.backward"), 0
)


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
