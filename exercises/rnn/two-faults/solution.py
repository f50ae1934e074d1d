def mended(model, X, Y):
    ### BEGIN SOLUTION
    x, y = X.transpose(1, 2, 0), Y.transpose(1, 2, 0)
    trace = model.forward(X)
    h, a = trace.H, trace.A_y
    delta_y = 2 / y.size * (a - y) * a * (1 - a)
    delta = np.zeros_like(h)
    for t in range(len(y), 0, -1):
        from_output = model.W_hy.T @ delta_y[t - 1]
        from_later = model.W_hh.T @ delta[t]  # step t + 1; slot t - 1 is still empty
        delta[t - 1] = (from_output + from_later) * h[t] * (1 - h[t])
    delta = delta[:-1]
    return {
        "W_xh": (delta @ x.mT).sum(axis=0),
        "W_hh": (delta @ h[:-1].mT).sum(axis=0),  # h_(t-1) came in, not h_t
        "b_h": delta.sum(axis=(0, 2)),
        "W_hy": (delta_y @ h[1:].mT).sum(axis=0),
        "b_y": delta_y.sum(axis=(0, 2)),
    }
    ### END SOLUTION
