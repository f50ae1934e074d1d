def step(W1, b1, W2, x, y, eta):
    ### BEGIN SOLUTION
    a1 = sigmoid(W1 @ x + b1[:, None])
    a2 = sigmoid(W2 @ a1)
    delta2 = 2 / y.size * (a2 - y) * a2 * (1 - a2)
    delta1 = (W2.T @ delta2) * a1 * (1 - a1)
    db1 = delta1.sum(axis=1)  # one bias serves all examples
    return W1 - eta * delta1 @ x.T, b1 - eta * db1, W2 - eta * delta2 @ a1.T
    ### END SOLUTION
