def mended(model, X, Y):
    x, y, H = X.transpose(1, 2, 0), Y.transpose(1, 2, 0), model.n_hidden
    trace = model.forward(X)
    h, c, a, N = trace.H, trace.C, trace.A_y, len(X)
    W_h = np.vstack([model.W_hi, model.W_hf, model.W_ho, model.W_hg])
    delta_y = 2 / y.size * (a - y) * a * (1 - a)
    delta = np.zeros((len(y) + 1, 4 * H, N))
    along = np.zeros((H, N))
    for t in range(len(y), 0, -1):
        i, f, o, g = trace.gates[t - 1]
        slope = ...  # 4 H rows: whose activation is which?
        from_later = ...  # how many arrows lead from h_t to the four of step t + 1?
        dC_dh = model.W_hy.T @ delta_y[t - 1] + from_later
        s = np.tanh(c[t])
        dC_dc = dC_dh * o * (1 - s**2) + along
        along = dC_dc * f
        delta[t - 1] = np.vstack([dC_dc * g, dC_dc * c[t - 1], dC_dh * s, dC_dc * i]) * slope
    delta = delta[:-1]
    return {
        "W_x": (delta @ x.mT).sum(axis=0),
        "W_h": (delta @ h[:-1].mT).sum(axis=0),
        "b": delta.sum(axis=(0, 2)),
    }
