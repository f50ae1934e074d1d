def mended(model, X, Y):
    x, y = X.transpose(1, 2, 0), Y.transpose(1, 2, 0)
    trace = model.forward(X)
    h, a = trace.H, trace.A_y
    delta_y = 2 / y.size * (a - y) * a * (1 - a)
    delta = np.zeros_like(h)
    for t in range(len(y), 0, -1):
        from_output = model.W_hy.T @ delta_y[t - 1]
        from_later = ...  # what comes back from step t + 1: in which slot does its delta lie?
        delta[t - 1] = (from_output + from_later) * h[t] * (1 - h[t])
    delta = delta[:-1]
    came_in = ...  # the states that W_hh was multiplied by
    return {
        "W_xh": (delta @ x.mT).sum(axis=0),
        "W_hh": (delta @ came_in.mT).sum(axis=0),
        "b_h": delta.sum(axis=(0, 2)),
        "W_hy": (delta_y @ h[1:].mT).sum(axis=0),
        "b_y": delta_y.sum(axis=(0, 2)),
    }
