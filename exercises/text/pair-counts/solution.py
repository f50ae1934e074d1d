def pair_shares(names, symbols, a):
    ### BEGIN SOLUTION
    counts = np.full((len(symbols), len(symbols)), a, dtype=float)
    for name in names:
        text = "." + name + "."
        for n in range(1, len(text)):
            counts[symbols.index(text[n - 1]), symbols.index(text[n])] += 1
    return counts / counts.sum(axis=1, keepdims=True)
    ### END SOLUTION
