def dead(W, b, X):
    ### BEGIN SOLUTION
    z = X @ W.T + b
    return (z <= 0).all(axis=0)  # not one example gets through
    ### END SOLUTION
