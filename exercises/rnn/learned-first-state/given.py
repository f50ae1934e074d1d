def run_from(model, X, h_0):
    """Go forward from h_0; returns the states (T + 1, H, N) and the outputs (T, C, N)."""
    x = X.transpose(1, 2, 0)  # time first, examples in columns
    b_h, b_y = model.b_h[:, None], model.b_y[:, None]
    h = [np.repeat(h_0[:, None], len(X), axis=1)]  # one column for each sequence
    for x_t in x:
        h.append(sigmoid(model.W_xh @ x_t + model.W_hh @ h[-1] + b_h))
    h = np.array(h)
    return h, sigmoid(model.W_hy @ h[1:] + b_y)
