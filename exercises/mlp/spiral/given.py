def spiral(n, rng, start=0.0):
    """Draw n points along two arms that wind around each other once; X (n, 2), Y (n, 1)."""
    arm = rng.integers(0, 2, n)
    r = np.sqrt(rng.uniform(0.04, 1.0, n))
    angle = start + 2 * np.pi * r + np.pi * arm
    X = r[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return X + 0.1 * rng.normal(size=(n, 2)), arm[:, None].astype(float)


def score(fit, seed=0):
    """Train on one spiral; return the share of fresh points on the right side."""
    rng = np.random.default_rng(seed)
    X, Y = spiral(200, rng)
    X_new, Y_new = spiral(400, rng)
    return np.mean((fit(X, Y, X_new, rng) > 0.5) == Y_new)
