def grad_h_0(model, X, Y, h_0):
    ### BEGIN SOLUTION
    h, a = run_from(model, X, h_0)
    y = Y.transpose(1, 2, 0)
    delta_y = 2 / y.size * (a - y) * a * (1 - a)
    delta = np.zeros_like(h[0])
    for t in range(len(y), 0, -1):
        back = model.W_hy.T @ delta_y[t - 1] + model.W_hh.T @ delta
        delta = back * h[t] * (1 - h[t])
    # No slope: h_0 comes out of no unit. The sum: all sequences start from it.
    return (model.W_hh.T @ delta).sum(axis=1)
    ### END SOLUTION
