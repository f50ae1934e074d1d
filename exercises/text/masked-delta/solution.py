def masked(a, y, weights):
    ### BEGIN SOLUTION
    share = weights / weights.sum(axis=1, keepdims=True) / len(weights)
    C = -np.sum(share * np.log((a * y).sum(axis=2)))
    return C, share[:, :, None] * (a - y)
    ### END SOLUTION
