def in_pieces(model, text, w):
    T = text.shape[1] - 1
    state, total = None, np.zeros(model.theta.size)
    for start in range(0, T, w):
        piece = text[:, start : start + w + 1]
        trace = model.forward(piece[:, :-1], state)
        grad = model.backward(trace, piece[:, 1:]).grad
        share = ...  # of how many steps is the gradient a mean, and of how many should it be?
        total += share * grad
        state = ...  # where the next piece goes on from
    return total
