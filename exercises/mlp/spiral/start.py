def fit(X, Y, X_new, rng):
    network = ...  # an nnlib.MLP with one hidden layer, wide enough for two windings
    way = ...  # a dict for nnlib.train: eta, epochs, batch_size, momentum
    nnlib.train(network, X, Y, rng=rng, **way)
    return network.predict(X_new)
