"""Cases, a right answer and known mistakes of mlp.equal-units."""

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.recognise import gives
from nnlib.datasets import xor_gate

from ..shared import BORROWED, gradients, network


def measured_rates(H, eta):
    """Compare what a step moves in H equal units with the gradients of the small network."""
    w, b, v = np.array([1.0, 0.5]), 0.25, 0.75
    big = network([np.tile(w, (H, 1)), np.full((1, H), v)], [np.full(H, b), np.zeros(1)])
    small = network([w[None], np.full((1, 1), H * v)], [np.array([b]), np.zeros(1)])
    _, moves = gradients(big, *xor_gate())
    _, slopes = gradients(small, *xor_gate())
    inward = eta * moves["W[0]"][0, 0] / slopes["W[0]"][0, 0]
    outward = eta * moves["W[1]"].sum() / slopes["W[1]"].sum()
    return inward, outward, eta * moves["b[1]"][0] / slopes["b[1]"][0]


EXERCISE = Exercise(
    kind="derive",
    points=3,
    cases=lambda rng: [
        Case("three units, rate 1", (3, 1.0), public=True),
        Case("one unit", (1, float(rng.uniform(0.1, 2)))),
        Case("two units", (2, float(rng.uniform(0.1, 2)))),
        Case("more units", (int(rng.integers(5, 20)), float(rng.uniform(0.1, 2)))),
    ],
    parts=("inward", "outward", "bias"),
    right=measured_rates,
    limits=BORROWED,
    wrongs=(
        Wrong(
            "upside-down",
            "Two of the rates are upside down. Which gradient holds the large weight V as a "
            "factor, and which number moves H times over?",
            lambda H, eta: (H * eta, eta / H, eta),
        ),
        Wrong(
            "v-as-one-weight",
            "The gradients of v and of V are equal, that is true. But V = H v, and every one of "
            "the H weights takes a step.",
            lambda H, eta: (eta / H, eta, eta),
        ),
        Wrong(
            "hidden-delta-not-compared",
            "The δ of the hidden unit comes back along V in the small network and along v in the "
            "big one. So their gradients differ, and w must move equally far in both.",
            lambda H, eta: (eta, H * eta, eta),
            gives(lambda H, eta: (eta, H * eta, eta)),  # and no other rate is wrong
        ),
        Wrong(
            "output-bias-too",
            "The output bias has no copies: its gradient is the sum of δ⁽²⁾ in both networks, and "
            "δ⁽²⁾ is the same.",
            lambda H, eta: (eta / H, H * eta, H * eta),
        ),
        Wrong(
            "three-only",
            "Right for three units and no others: where you wrote 3, their number H belongs.",
            lambda H, eta: (eta / 3, 3 * eta, eta),
        ),
        Wrong(
            "inward-upside-down",
            "`inward` is upside down. In the small network the gradient of w holds the large "
            "weight V; should its rate be larger for that, or smaller?",
            lambda H, eta: (H * eta, H * eta, eta),
            gives(lambda H, eta: (H * eta, H * eta, eta)),  # and no other rate is wrong
        ),
        Wrong(
            "outward-upside-down",
            "`outward` is upside down. V is the sum of H weights, and each of them takes a step.",
            lambda H, eta: (eta / H, eta / H, eta),
            gives(lambda H, eta: (eta / H, eta / H, eta)),  # and no other rate is wrong
        ),
        Wrong(
            "bias-divided",
            "`bias`: the output bias has no copies. Its gradient is the same in both networks.",
            lambda H, eta: (eta / H, H * eta, eta / H),
        ),
        Wrong(
            "inward-squared",
            "`inward`: H is in it twice. V = H v stands in the gradient of w once.",
            lambda H, eta: (eta / H**2, H * eta, eta),
        ),
        Wrong(
            "outward-squared",
            "`outward`: H is in it twice. The gradients of v and V are equal, and what moves H "
            "times over is V.",
            lambda H, eta: (eta / H, H**2 * eta, eta),
        ),
        Wrong(
            "outward-stands",
            "`outward`: V = H v, and every one of the H weights takes a step.",
            lambda H, eta: (H * eta, eta, eta),
        ),
        Wrong(
            "all-equal",
            "The three rates are equal to η, as if nothing had changed. Compare the gradients of "
            "the two networks, letter by letter.",
            lambda H, eta: (eta, eta, eta),
        ),
        Wrong(
            "all-divided",
            "All three are divided by H. Look at each by itself: does its gradient hold V, is it "
            "moved H times over, or neither?",
            lambda H, eta: (eta / H,) * 3,
        ),
        Wrong(
            "all-multiplied",
            "All three are multiplied by H. Look at each by itself: does its gradient hold V, is "
            "it moved H times over, or neither?",
            lambda H, eta: (H * eta,) * 3,
        ),
        Wrong(
            "roots",
            "A root of H is in it. Nothing is squared on the way.",
            lambda H, eta: (eta / H**0.5, H**0.5 * eta, eta),
        ),
        Wrong(
            "eta-left-out",
            "η is left out: these are the factors by which the rates differ from it.",
            lambda H, eta: (1 / H, H, 1),
        ),
        Wrong(
            "two-rates-only",
            "Two rates came, and three are asked for: `inward`, `outward` and `bias`.",
            lambda H, eta: (eta / H, H * eta),
        ),
        Wrong(
            "bias-first",
            "The three are right and come in another order: `inward`, `outward`, `bias`.",
            lambda H, eta: (eta, eta / H, H * eta),
        ),
        Wrong(
            "whole-quotient",
            "`//` cuts the quotient down to a whole number. A rate may be a fraction: `/`.",
            lambda H, eta: (eta // H, H * eta, eta),
        ),
    ),
)
