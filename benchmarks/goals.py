"""What nnlib has set itself to reach, and nowhere else: one number for a workload and a peer.

"at_least" counts how many times faster nnlib is; "at_most" how much of the other side's time it may
take, where the other side is a floor that NumPy cannot go below, or a loop that does less.
"""

GOALS = {
    ("or", "source"): ("at_most", 0.66),
    ("or", "torch"): ("at_least", 20),
    ("or", "sklearn"): ("at_least", 6),
    ("or", "c"): ("at_most", 50),
    ("neuron", "source"): ("at_least", 40),
    ("neuron", "torch"): ("at_least", 28),
    ("neuron", "sklearn"): ("at_least", 8),
    ("neuron", "c"): ("at_most", 7),
    ("circle", "source"): ("at_least", 20),
    ("circle", "torch"): ("at_least", 16),
    ("circle", "sklearn"): ("at_least", 8),
    ("xor-each", "source"): ("at_least", 2.2),
    ("xor-epoch", "source"): ("at_least", 8.5),
    ("xor-each", "torch"): ("at_least", 20),
    ("xor-epoch", "torch"): ("at_least", 20),
    ("xor-each", "sklearn"): ("at_least", 6.5),
    ("xor-epoch", "sklearn"): ("at_least", 6.5),
    ("rnn2", "source"): ("at_least", 10),
    ("rnn2", "torch"): ("at_least", 15),
    ("rnn50", "torch"): ("at_least", 3),
    ("rnn50", "jax"): ("at_most", 1.0),
    ("ensemble", "source"): ("at_least", 200),
    ("ensemble", "torch"): ("at_least", 3.4),
    ("ensemble", "jax"): ("at_most", 1.2),
    ("digits", "torch"): ("at_least", 1.3),
    ("digits", "sklearn"): ("at_least", 1.4),
    ("digits", "products"): ("at_most", 1.3),
}

# Without a goal, too, these are compared as floors are: how much longer does nnlib take?
FLOORS = ("c", "jax", "products")


def relation(workload, peer):
    """Say which way round the ratio of a row goes: "at_least" or "at_most"."""
    return GOALS.get((workload, peer), ("at_most" if peer in FLOORS else "at_least",))[0]


def met(workload, peer, ratio):
    """Compare a ratio with the goal: True, False, or None where there is no goal."""
    if (workload, peer) not in GOALS:
        return None
    which, value = GOALS[workload, peer]
    return ratio >= value if which == "at_least" else ratio <= value
