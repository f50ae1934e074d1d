"""Right answers written otherwise."""

ANSWERS = [
    lambda H, eta: [eta * H**-1, eta * H, eta],
    lambda H, eta: {"bias": eta, "outward": sum([eta] * H), "inward": eta / H},
]
