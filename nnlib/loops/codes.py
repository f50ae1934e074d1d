"""What may be chosen, as whole numbers: compiled code knows no names."""

SIGMOID, TANH, RELU, IDENTITY, SOFTMAX = range(5)
SQUARED, BINARY, CATEGORICAL = range(3)
DESCENT, MOMENTUM, ADAM = range(3)

ACTIVATION_CODES = {
    "sigmoid": SIGMOID,
    "tanh": TANH,
    "relu": RELU,
    "identity": IDENTITY,
    "softmax": SOFTMAX,
}


def loss_code(model):
    """Return the code of a model's loss, and the factor of squared errors.

    Both squared losses are ½ factor Σ (a - y)²: 2 over the outputs for the mean over all entries
    (eq-neuron-cost-batch), 1 for half the square.
    """
    if model.loss == "cross_entropy":
        return CATEGORICAL if model.output == "softmax" else BINARY, 1.0
    return SQUARED, 2.0 / model.n_outputs if model.loss == "mse" else 1.0
