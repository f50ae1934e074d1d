def gradient_slow(delta, a):
    block = np.zeros((len(delta), 1 + len(a)))
    for n in range(delta.shape[1]):
        block[:, 0] += delta[:, n]
        block[:, 1:] += np.outer(delta[:, n], a[:, n])
    return block
