def fit(X, Y, X_new, rng):
    model = ...  # an nnlib.RNN with one input, a few hidden units and one output
    targets = ...  # shape (N, T, 1): what is the answer at each step?
    nnlib.train(model, X, targets, eta=1.0, epochs=400)
    return model.predict(X_new)[:, -1, 0]
