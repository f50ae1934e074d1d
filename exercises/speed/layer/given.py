def layer_slow(W, b, x):
    (H, D), N = W.shape, x.shape[1]
    a = np.empty((H, N))
    for n in range(N):
        for i in range(H):
            z = b[i]
            for j in range(D):
                z += W[i, j] * x[j, n]
            a[i, n] = 1 / (1 + np.exp(-z))
    return a
