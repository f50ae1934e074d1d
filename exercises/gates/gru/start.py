def gru(weights, x, E):
    W_x, W_h, b_x, b_h = weights
    H, N = W_h.shape[1], x.shape[2]
    h, kept = [np.zeros((H, N))], []
    for x_t in x:
        in_r, in_u, in_n = np.split(W_x @ x_t + b_x, 3)
        from_r, from_u, q = np.split(W_h @ h[-1] + b_h, 3)
        r, u = sigmoid(in_r + from_r), sigmoid(in_u + from_u)
        n = ...  # the candidate: what passes the reset gate, and what does not?
        h.append((1 - u) * n + u * h[-1])
        kept.append((r, u, n, q))
    grads = [np.zeros_like(w) for w in weights]
    dC_dh = np.zeros((H, N))
    for t in range(len(x), 0, -1):
        r, u, n, q = kept[t - 1]
        dC_dh = dC_dh + E[t - 1]
        delta_n = ...  # how does h_t move with the candidate, and it with its weighted input?
        delta_u = ...  # the update gate stands in two places
        delta_r = ...  # what does the reset gate stand beside?
        side_x = np.vstack([delta_r, delta_u, delta_n])
        side_h = ...  # on the state's side the third passes the reset gate
        grads[0] += side_x @ x[t - 1].T
        grads[1] += side_h @ h[t - 1].T
        grads[2] += side_x.sum(axis=1, keepdims=True)
        grads[3] += side_h.sum(axis=1, keepdims=True)
        dC_dh = W_h.T @ side_h + u * dC_dh
    return np.array(h[1:]), *grads
