"""Right answers written otherwise."""

import numpy as np

RIGHT = {
    "bits": 2,
    "nats": 1.3863,
    "perplexity": 4,
    "probability": 1 / 256,
    "list_bits": 15 / 7,
    "list_nats": 1.4853,
    "list_perplexity": 4.416,
    "saved": 1,
}
FROM_THE_PRODUCT = RIGHT | {
    "bits": -np.log2(1 / 256) / 4,
    "perplexity": 256**0.25,
    "list_perplexity": (256 * 128) ** (1 / 7),
}
ANSWERS = [RIGHT, FROM_THE_PRODUCT, list(RIGHT.values())]


# Changes to the solution that leave it right, and why.
EQUIVALENT = {"line 7: Pow → Mult": "twice two is two squared"}
