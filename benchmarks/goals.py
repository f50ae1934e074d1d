"""What nnlib has set itself to reach, and nowhere else: one number for a workload, peer and engine.

"at_least" counts how many times faster nnlib is; "at_most" how much of the other side's time it may
take, where the other side is a floor.

The goals of the array engine were ratios to PyTorch, scikit-learn and the sources' loops once, and
most of them were missed on the next processor without a line having changed: how long a call of
one package takes beside a call of another differs from machine to machine. So they are ratios to
what its own calls cost now (the same NumPy calls written out, into arrays that are there, or the
bare products), or to C where arithmetic is most of the work. What the peers take stands in the
table as before.
"""

GOALS = {
    # Arrays: the price of a library for any network over its calls alone, and over its products.
    ("or", "calls", "arrays"): ("at_most", 1.6),
    ("digits", "products", "arrays"): ("at_most", 1.3),
    # Arrays with enough to do in each call: no slower than C.
    ("rnn50", "c", "arrays"): ("at_most", 1.0),
    ("lstm50", "c", "arrays"): ("at_most", 1.0),
    ("small", "c", "arrays"): ("at_most", 1.0),
    ("ensemble", "c", "arrays"): ("at_most", 1.0),
    ("lstm50", "torch", "arrays"): ("at_least", 1.5),
    # Loops over C, history included.
    ("neuron", "c", "loops"): ("at_most", 1.2),
    ("or", "c", "loops"): ("at_most", 1.5),
    ("xor-each", "c", "loops"): ("at_most", 1.8),
    ("xor-epoch", "c", "loops"): ("at_most", 1.5),
    ("circle", "c", "loops"): ("at_most", 1.0),
    ("rnn2", "c", "loops"): ("at_most", 1.4),
    ("rnn50", "c", "loops"): ("at_most", 0.5),
    ("lstm50", "c", "loops"): ("at_most", 0.6),
    ("small", "c", "loops"): ("at_most", 0.35),
    # Networks side by side take the processor's vectors in full; C has one network at a time.
    ("ensemble", "c", "loops"): ("at_most", 0.35),
    # Loops beside those who compute the same steps otherwise.
    ("or", "torch", "loops"): ("at_least", 100),
    ("neuron", "torch", "loops"): ("at_least", 100),
    ("circle", "torch", "loops"): ("at_least", 100),
    ("xor-each", "torch", "loops"): ("at_least", 100),
    ("xor-epoch", "torch", "loops"): ("at_least", 100),
    ("rnn2", "torch", "loops"): ("at_least", 100),
    ("or", "jax", "loops"): ("at_least", 2),
    ("neuron", "jax", "loops"): ("at_least", 2),
    ("rnn2", "jax", "loops"): ("at_least", 2),
}
FIRST_CALL = 0.5  # seconds: a training of one step in a new process, compiled before

# Without a goal, too, these are compared as floors are: how much longer does nnlib take?
FLOORS = ("c", "c-fast", "calls", "jax", "products")


def goal_of(key):
    """Return ("at_least" or "at_most", number) of a workload, peer and engine, or None."""
    return GOALS.get(key)


def relation(key):
    """Say which way round the ratio of a row goes: "at_least" or "at_most"."""
    _, peer, engine = key
    floor = peer in FLOORS and (peer, engine) != ("jax", "loops")
    return GOALS.get(key, ("at_most" if floor else "at_least",))[0]


def met(key, ratio):
    """Compare a ratio with the goal: True, False, or None where there is no goal."""
    if key not in GOALS:
        return None
    which, value = GOALS[key]
    return ratio >= value if which == "at_least" else ratio <= value
