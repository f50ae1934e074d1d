"""Cases, a right answer and known mistakes of speed.networks."""

import numpy as np

from nnlib.activations import sigmoid
from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.cost import Pace

from ..shared import sized

ENSEMBLES = {  # K, D, H, C, N
    "four networks": (4, 2, 3, 2, 5),
    "one network": (1, 2, 3, 2, 5),
    "one example": (4, 2, 3, 2, 1),
    "as many networks as examples": (5, 2, 3, 1, 5),
    "all sizes alike": (3, 3, 3, 3, 3),
}


def network_cases(rng):
    """Return the weights of K networks and inputs that all of them get."""

    def drawn(K, D, H, C, N):
        shapes = (H, D, K), (H, K), (C, H, K), (C, K), (D, N)
        return tuple(rng.normal(size=shape) for shape in shapes)

    named = [Case(name, drawn(*sizes)) for name, sizes in ENSEMBLES.items()]
    return [*named, *sized(lambda K: drawn(K, 2, 3, 2, 5))]


def networks(W1, b1, W2, b2, x, *, second="chk,hnk->cnk"):
    """Compute the outputs of all networks, with einsum."""
    a1 = sigmoid(np.einsum("hdk,dn->hnk", W1, x) + b1[:, None])
    return sigmoid(np.einsum(second, W2, a1) + b2[:, None])


def one_network_after_another(W1, b1, W2, b2, x):
    """Go through the networks."""
    outputs = np.empty((len(W2), x.shape[1], W1.shape[2]))
    for k in range(W1.shape[2]):
        a1 = sigmoid(W1[:, :, k] @ x + b1[:, [k]])
        outputs[:, :, k] = sigmoid(W2[:, :, k] @ a1 + b2[:, [k]])
    return outputs


def straight_hidden_units(W1, b1, W2, b2, x):
    """Leave the sigmoid of the hidden units out."""
    z1 = np.einsum("hdk,dn->hnk", W1, x) + b1[:, None]
    return sigmoid(np.einsum("chk,hnk->cnk", W2, z1) + b2[:, None])


def straight_outputs(W1, b1, W2, b2, x):
    """Leave the sigmoid of the outputs out."""
    a = networks(W1, b1, W2, b2, x)
    return np.log(a / (1 - a))


EXERCISE = Exercise(
    kind="implement",
    points=3,
    cases=network_cases,
    right=networks,
    pace=Pace("network"),
    wrongs=(
        Wrong(
            "slow",
            "The networks still come one after another. Let every array keep its axis of networks, "
            "and sum over the axes that a product sums over: `np.einsum`, or `sum` along an axis.",
            one_network_after_another,
        ),
        Wrong(
            "networks-mixed",
            "The hidden units of one network feed the outputs of all. In the second product the "
            "networks are not summed over: network k multiplies with network k.",
            lambda *args: networks(*args, second="chj,hnk->cnk"),
        ),
        Wrong(
            "first-network",
            "All your networks say what the first one says.",
            lambda *args: networks(*(w[..., :1] + 0 * w for w in args[:4]), args[4]),
        ),
        Wrong(
            "networks-first",
            "Your networks lie along the first axis. The last one is asked for: (C, N, K).",
            lambda *args: np.moveaxis(networks(*args), -1, 0),
        ),
        Wrong(
            "bias-across",
            "The biases are added along the wrong axis. b1 has an axis of units and one of "
            "networks, and between the two the examples need a place: `b1[:, None]`.",
            lambda W1, b1, W2, b2, x: sigmoid(
                np.einsum(
                    "chk,hnk->cnk", W2, sigmoid(np.einsum("hdk,dn->hnk", W1, x) + b1[:, :, None])
                )
                + b2[:, :, None]
            ),
        ),
        Wrong(
            "no-biases",
            "The biases are in neither layer.",
            lambda W1, b1, W2, b2, x: networks(W1, 0 * b1, W2, 0 * b2, x),
        ),
        Wrong(
            "no-hidden-sigmoid",
            "The hidden units hand on weighted sums. The first layer has sigmoids as well.",
            straight_hidden_units,
        ),
        Wrong(
            "no-last-sigmoid",
            "The outputs are weighted sums. The second layer has sigmoids as well.",
            straight_outputs,
        ),
        Wrong(
            "no-hidden-biases",
            "The biases of the hidden units are missing.",
            lambda W1, b1, W2, b2, x: networks(W1, 0 * b1, W2, b2, x),
        ),
        Wrong(
            "no-output-biases",
            "The biases of the outputs are missing.",
            lambda W1, b1, W2, b2, x: networks(W1, b1, W2, 0 * b2, x),
        ),
        Wrong(
            "biases-subtracted",
            "The biases are subtracted. In this book they are added to the weighted sums.",
            lambda W1, b1, W2, b2, x: networks(W1, -b1, W2, -b2, x),
        ),
        Wrong(
            "networks-summed",
            "In the second product the networks are summed over, so all of them give the same. "
            "Network k keeps to itself: its axis belongs into the result.",
            lambda W1, b1, W2, b2, x: sigmoid(
                np.einsum(
                    "chk,hnk->cn", W2, sigmoid(np.einsum("hdk,dn->hnk", W1, x) + b1[:, None])
                )[..., None]
                + b2[:, None]
            ),
        ),
        Wrong(
            "examples-last",
            "Your examples lie along the last axis, behind the networks. (C, N, K) is asked for.",
            lambda *args: networks(*args).swapaxes(1, 2),
        ),
        Wrong(
            "last-network",
            "All your networks say what the last one says.",
            lambda *args: networks(*(w[..., -1:] + 0 * w for w in args[:4]), args[4]),
        ),
        Wrong(
            "sign-in-exp",
            "The sign in the exponent of the outputs is lost: what comes out falls where the "
            "sigmoid rises.",
            lambda *args: 1 - networks(*args),
        ),
        Wrong(
            "hidden-biases-subtracted",
            "The biases of the hidden units are subtracted. In this book they are added.",
            lambda W1, b1, W2, b2, x: networks(W1, -b1, W2, b2, x),
        ),
        Wrong(
            "tanh",
            "Your hidden units are hyperbolic tangents. Both layers have sigmoids.",
            lambda W1, b1, W2, b2, x: sigmoid(
                np.einsum(
                    "chk,hnk->cnk", W2, np.tanh(np.einsum("hdk,dn->hnk", W1, x) + b1[:, None])
                )
                + b2[:, None]
            ),
        ),
        Wrong(
            "averaged-networks",
            "You take the mean over the networks. Each of them has outputs of its own.",
            lambda *args: networks(*args).mean(axis=2),
        ),
        Wrong(
            "hidden-units-of-all",
            "In the second product the hidden units are summed over all networks first. Network k "
            "multiplies with the hidden units of network k.",
            lambda *args: networks(*args, second="chk,hnj->cnk"),
        ),
    ),
)
