def mended(H, k):
    ### BEGIN SOLUTION
    b = np.zeros((4 * H, 1))
    f = 0.5 ** (1 / k)
    b[H : 2 * H] = np.log(f / (1 - f))  # σ of it is f; H rows, one for each unit
    return b
    ### END SOLUTION
