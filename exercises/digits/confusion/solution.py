def confusion(labels, predicted, C):
    ### BEGIN SOLUTION
    table = np.zeros((C, C), dtype=int)
    for i, j in zip(labels, predicted, strict=True):
        table[i, j] += 1
    return table
    ### END SOLUTION
