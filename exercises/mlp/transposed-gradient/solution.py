def mended(W1, b1, W2, b2, x, y):
    ### BEGIN SOLUTION
    a1 = sigmoid(W1 @ x + b1[:, None])
    a2 = sigmoid(W2 @ a1 + b2[:, None])
    delta2 = 2 / y.size * (a2 - y) * a2 * (1 - a2)
    delta1 = (W2.T @ delta2) * a1 * (1 - a1)
    dW2, db2 = delta2 @ a1.T, delta2.sum(axis=1)
    dW1, db1 = delta1 @ x.T, delta1.sum(axis=1)  # (H, N) times (N, D) is (H, D)
    return np.mean((a2 - y) ** 2), dW1, db1, dW2, db2
    ### END SOLUTION
