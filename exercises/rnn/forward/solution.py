def states(x, W_xh, W_hh, b_h):
    ### BEGIN SOLUTION
    h = [np.zeros((len(W_hh), x.shape[2]))]
    for x_t in x:
        h.append(sigmoid(W_xh @ x_t + W_hh @ h[-1] + b_h))
    return np.array(h)
    ### END SOLUTION
