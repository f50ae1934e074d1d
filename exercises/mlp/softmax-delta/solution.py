def softmax_delta(z, y):
    ### BEGIN SOLUTION
    shares = np.exp(z)
    a = shares / shares.sum(axis=0)
    return (a - y) / y.shape[1]
    ### END SOLUTION
