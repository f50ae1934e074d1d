def gru(weights, x, E):
    ### BEGIN SOLUTION
    W_x, W_h, b_x, b_h = weights
    H, N = W_h.shape[1], x.shape[2]
    h, kept = [np.zeros((H, N))], []
    for x_t in x:
        in_r, in_u, in_n = np.split(W_x @ x_t + b_x, 3)
        from_r, from_u, q = np.split(W_h @ h[-1] + b_h, 3)
        r, u = sigmoid(in_r + from_r), sigmoid(in_u + from_u)
        n = np.tanh(in_n + r * q)
        h.append((1 - u) * n + u * h[-1])
        kept.append((r, u, n, q))
    grads = [np.zeros_like(w) for w in weights]
    dC_dh = np.zeros((H, N))
    for t in range(len(x), 0, -1):
        r, u, n, q = kept[t - 1]
        dC_dh = dC_dh + E[t - 1]
        delta_n = dC_dh * (1 - u) * (1 - n**2)
        delta_u = dC_dh * (h[t - 1] - n) * u * (1 - u)
        delta_r = delta_n * q * r * (1 - r)
        side_x = np.vstack([delta_r, delta_u, delta_n])
        side_h = np.vstack([delta_r, delta_u, delta_n * r])
        grads[0] += side_x @ x[t - 1].T
        grads[1] += side_h @ h[t - 1].T
        grads[2] += side_x.sum(axis=1, keepdims=True)
        grads[3] += side_h.sum(axis=1, keepdims=True)
        dC_dh = W_h.T @ side_h + u * dC_dh
    return np.array(h[1:]), *grads
    ### END SOLUTION
