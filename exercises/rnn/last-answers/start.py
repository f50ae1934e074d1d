def last_answers(model, X, y, lengths):
    N, T, _ = X.shape
    trace = model.forward(X)
    targets = ...  # at every step a target that makes no error
    targets[np.arange(N), lengths - 1, 0] = y
    back = model.backward(trace, targets)
    return ...  # loss and gradient: nnlib divides by N T, and this cost by what?
