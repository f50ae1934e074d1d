"""Right answers written otherwise."""


def shrunk_first(W, b, dW, db, eta, lam):
    W *= 1 - eta * lam
    W -= eta * dW
    return {"b": b - eta * db, "W": W}


def weight_by_weight(W, b, dW, db, eta, lam):
    rows = [
        [w - eta * (g + lam * w) for w, g in zip(row, grads, strict=True)]
        for row, grads in zip(W, dW, strict=True)
    ]
    return [rows, [c - eta * g for c, g in zip(b, db, strict=True)]]


ANSWERS = [shrunk_first, weight_by_weight]
