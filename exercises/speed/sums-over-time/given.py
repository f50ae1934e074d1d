def time_sums_slow(x, h, delta):
    T, H, _ = delta.shape
    dW_xh, dW_hh, db_h = np.zeros((H, x.shape[1])), np.zeros((H, H)), np.zeros(H)
    for t in range(1, T + 1):
        dW_xh += delta[t - 1] @ x[t - 1].T
        dW_hh += delta[t - 1] @ h[t - 1].T
        db_h += delta[t - 1].sum(axis=1)
    return dW_xh, dW_hh, db_h
