def nudged_gradient(f, theta, eps):
    ### BEGIN SOLUTION
    gradient = np.empty(theta.shape)
    for place in np.ndindex(theta.shape):  # (0,), (1,), … of a list, (0, 0), (0, 1), … of a table
        e = np.zeros(theta.shape)
        e[place] = eps
        gradient[place] = (f(theta + e) - f(theta - e)) / (2 * eps)
    return gradient
    ### END SOLUTION
