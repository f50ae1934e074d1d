def fit_slow(X, Y, X_new, epochs, rng):
    W1, b1, W2, b2 = rng.normal(size=(8, 2)), np.zeros(8), rng.normal(size=8), 0.0
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for k in range(0, len(X), 10):
            dW1, db1, dW2, db2 = 0.0, 0.0, 0.0, 0.0
            for n in order[k : k + 10]:
                a1 = np.tanh(W1 @ X[n] + b1)
                a2 = sigmoid(W2 @ a1 + b2)
                delta2 = (a2 - Y[n, 0]) / 10  # of the cross-entropy, averaged over the batch
                delta1 = W2 * delta2 * (1 - a1**2)
                dW1, db1 = dW1 + np.outer(delta1, X[n]), db1 + delta1
                dW2, db2 = dW2 + delta2 * a1, db2 + delta2
            W1, b1 = W1 - 0.3 * dW1, b1 - 0.3 * db1
            W2, b2 = W2 - 0.3 * dW2, b2 - 0.3 * db2
    a1 = np.tanh(W1 @ X_new.T + b1[:, None])
    return sigmoid(W2 @ a1 + b2)


X, Y = nnlib.datasets.circle(300, rng=np.random.default_rng(0))  # data to try things out
X_new, Y_new = nnlib.datasets.circle(400, rng=np.random.default_rng(1))
Y, Y_new = Y[:, 1:], Y_new[:, 1:]  # the second column: inside
p = fit_slow(X, Y, X_new, epochs=10, rng=np.random.default_rng(2))
print(f"after 10 epochs {np.mean((p > 0.5) == (Y_new[:, 0] > 0.5)):.3f} are right")
