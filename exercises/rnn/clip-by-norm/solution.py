def clip(grads, max_norm):
    ### BEGIN SOLUTION
    length = np.sqrt(sum((G**2).sum() for G in grads))
    if length > max_norm:
        grads = [G * max_norm / length for G in grads]  # a new list of new arrays
    return grads
    ### END SOLUTION
