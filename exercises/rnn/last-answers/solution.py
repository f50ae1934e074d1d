def last_answers(model, X, y, lengths):
    ### BEGIN SOLUTION
    N, T, _ = X.shape
    trace = model.forward(X)
    targets = model.predict(X)  # an output that is its own target has no error
    targets[np.arange(N), lengths - 1, 0] = y
    back = model.backward(trace, targets)
    return T * back.loss, T * back.grad  # nnlib divides by N T, this cost by N
    ### END SOLUTION
