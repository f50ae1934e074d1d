def descend(step):
    """Take 10,000 steps on OR, from the chapter's weights and from biases 0."""
    X, Y = nnlib.datasets.or_gate()
    legacy = np.random.RandomState(1)
    W1, b1, W2 = legacy.rand(2, 3).T, np.zeros(3), legacy.rand(3, 1).T
    for _ in range(10_000):
        W1, b1, W2 = step(W1, b1, W2, X.T, Y.T, 0.05)
    answers = sigmoid(W2 @ sigmoid(W1 @ X.T + b1[:, None]))[0]
    print("biases  ", " ".join(f"{b:.4f}" for b in b1))
    print("answers ", " ".join(f"{a:.4f}" for a in answers))
