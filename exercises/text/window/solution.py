def in_pieces(model, text, w):
    ### BEGIN SOLUTION
    T = text.shape[1] - 1
    state, total = None, np.zeros(model.theta.size)
    for start in range(0, T, w):
        piece = text[:, start : start + w + 1]
        trace = model.forward(piece[:, :-1], state)
        grad = model.backward(trace, piece[:, 1:]).grad
        share = (piece.shape[1] - 1) / T  # of all steps
        total += share * grad
        state = trace.state
    return total
    ### END SOLUTION
