def networks_slow(W1, b1, W2, b2, x):
    (C, _, K), N = W2.shape, x.shape[1]
    outputs = np.empty((C, N, K))
    for k in range(K):
        a1 = sigmoid(W1[:, :, k] @ x + b1[:, [k]])
        outputs[:, :, k] = sigmoid(W2[:, :, k] @ a1 + b2[:, [k]])
    return outputs
