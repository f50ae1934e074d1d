def draw(z, tau, u):
    ### BEGIN SOLUTION
    cooled = z / tau
    grown = np.exp(cooled - cooled.max(axis=1, keepdims=True))
    p = grown / grown.sum(axis=1, keepdims=True)
    ends = np.cumsum(p, axis=1)
    return p, (u[:, None] >= ends).sum(axis=1)
    ### END SOLUTION
