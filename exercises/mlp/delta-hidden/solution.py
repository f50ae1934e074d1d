def delta_hidden(W2, delta2, a1):
    ### BEGIN SOLUTION
    return (W2.T @ delta2) * a1 * (1 - a1)
    ### END SOLUTION
