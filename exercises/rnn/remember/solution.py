def fit(X, Y, X_new, rng):
    ### BEGIN SOLUTION
    model = nnlib.RNN(1, 8, 1, activation="tanh", loss="cross_entropy", rng=rng)
    targets = np.repeat(Y[:, None, None], X.shape[1], axis=1)  # the answer is due at every step
    nnlib.train(model, X, targets, eta=1.0, epochs=400)
    return model.predict(X_new)[:, -1, 0]
    ### END SOLUTION
