def bptt(weights, x, y):
    W_xh, W_hh, b_h, W_hy, b_y = weights
    h = [np.zeros((len(W_hh), x.shape[2]))]
    for x_t in x:
        h.append(sigmoid(W_xh @ x_t + W_hh @ h[-1] + b_h))

    dW_xh, dW_hh, db_h, dW_hy, db_y = (np.zeros_like(w) for w in weights)
    delta = np.zeros_like(h[0])  # nothing comes back from a step T + 1
    for t in range(len(x), 0, -1):
        a = sigmoid(W_hy @ h[t] + b_y)
        delta_y = ...  # of the output at step t
        delta = ...  # of the state at step t: two arrows lead away from it
        dW_xh += delta @ x[t - 1].T
        dW_hh += delta @ h[t - 1].T
        db_h += delta.sum(axis=1, keepdims=True)
        dW_hy += delta_y @ h[t].T
        db_y += delta_y.sum(axis=1, keepdims=True)
    return dW_xh, dW_hh, db_h, dW_hy, db_y
