def output_gradients(delta_y, h):
    ### BEGIN SOLUTION
    T = len(delta_y)
    dW_hy = sum(delta_y[t - 1] @ h[t].T for t in range(1, T + 1))
    db_y = delta_y.sum(axis=(0, 2))[:, None]
    return dW_hy, db_y
    ### END SOLUTION
