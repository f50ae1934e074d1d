def layer(W, b, x):
    ### BEGIN SOLUTION
    z = W @ x + b[:, None]  # a column is added to every column
    return 1 / (1 + np.exp(-z))
    ### END SOLUTION
