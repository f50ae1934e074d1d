turn = np.array([[0.6, -0.8], [0.8, 0.6]])
shear = np.array([[0.9, 2.0], [0.0, 0.9]])


def deltas(W_hh, T=11, activation="identity"):
    """All deltas (T, 2) for an error at the last step; step t is slot t - 1."""
    model = nnlib.RNN(1, 2, 1, activation=activation, output="identity")
    model.W_xh, model.W_hh, model.W_hy = [[1.0], [-1.0]], W_hh, [[1.0, 0.0]]
    X = np.ones((1, T, 1))
    trace, targets = model.forward(X), model.predict(X)
    targets[:, -1] += 1.0  # its own output is the target of every step but the last
    return model.backward(trace, targets).deltas.hidden[:, :, 0]
