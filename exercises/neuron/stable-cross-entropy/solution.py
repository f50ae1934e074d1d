def stable_cross_entropy(z, y):
    ### BEGIN SOLUTION
    # ln(1 + eᶻ), which is -ln(1 - a); no exponent is above 0.
    softplus = np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))
    # -ln a is less by z.
    return np.mean(softplus - y * z)
    ### END SOLUTION
