def mended(theta, x, y, eta, steps):
    theta = ...  # the caller's own stays as it is; W has to be a view of yours
    ones_and_x = np.vstack([np.ones(x.shape[1]), x])
    W = theta.reshape(len(y), -1)
    a, outputs = np.empty_like(y), []
    for _ in range(steps):
        a[...] = sigmoid(W @ ones_and_x)
        delta = 2 / y.size * (a - y) * a * (1 - a)
        theta = ...  # as it stands, W would look at the old numbers: step in place
        outputs.append(a.copy())  # the next step writes into a
    return theta, np.array(outputs)
