def mended(names, T):
    ### BEGIN SOLUTION
    numbers = np.zeros((len(names), T + 1), dtype=int)  # one more, so that the last has a next
    weights = np.zeros((len(names), T))
    for n, name in enumerate(names):
        numbers[n, 1 : 1 + len(name)] = [SYMBOLS.index(s) for s in name]
        weights[n, : len(name) + 1] = 1.0  # its letters, and the dot
    one_hot = np.eye(len(SYMBOLS))[numbers]
    return one_hot[:, :-1], one_hot[:, 1:], weights
    ### END SOLUTION
