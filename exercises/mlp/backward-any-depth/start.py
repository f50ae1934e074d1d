def backward(W, A, y):
    delta = 2 / y.size * (A[-1] - y) * A[-1] * (1 - A[-1])
    gradient = []
    for l in reversed(range(len(W))):
        rows = ...  # [db | dW] of this layer
        gradient = [*rows.ravel(), *gradient]
        if l > 0:
            delta = ...  # of the layer below, whose slope is that of tanh
    return np.array(gradient)
