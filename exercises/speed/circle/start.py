def fit(X, Y, X_new, epochs, rng):
    H, eta = 8, 0.3
    theta = rng.normal(size=3 * H + 1 + H)
    grad = np.empty_like(theta)
    (W1, W2), (G1, G2) = (  # [b | W] of both layers, and their gradients: views
        (flat[: 3 * H].reshape(H, 3), flat[3 * H :].reshape(1, 1 + H)) for flat in (theta, grad)
    )
    data = np.vstack([np.ones(len(X)), X.T, Y.T])
    below = np.ones((1 + H, 10))  # the hidden outputs under a row of ones
    a1 = below[1:]
    for _ in range(epochs):
        shuffled = ...  # the columns of data in a new order
        for k in range(0, len(X), 10):
            x, y = shuffled[:3, k : k + 10], shuffled[3:, k : k + 10]
            a1[...] = np.tanh(W1 @ x)
            delta2 = ...  # of the ten examples, their mean included
            delta1 = ...  # back through W2, without its bias
            G1[...], G2[...] = delta1 @ x.T, delta2 @ below.T
            theta -= eta * grad
    new = np.vstack([np.ones(len(X_new)), X_new.T])
    hidden = np.vstack([np.ones(len(X_new)), np.tanh(W1 @ new)])
    return sigmoid(W2 @ hidden)[0]
