def tanh_delta(z, y):
    ### BEGIN SOLUTION
    a = np.tanh(z)
    return 2 * (a - y) * (1 - a**2)
    ### END SOLUTION
