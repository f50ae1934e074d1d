def fit(text, text_new, rng):
    lines = [line.rpartition(",") for line in text.splitlines()[1:]]
    raw = np.genfromtxt([numbers for numbers, _, _ in lines], delimiter=",")
    new = np.genfromtxt(text_new.splitlines()[1:], delimiter=",")
    labels = ...  # a whole number for each line, the species in alphabetical order
    order, third = rng.permutation(len(raw)), len(raw) // 3
    kept, train = order[:third], order[third:]
    mean = ...  # of each column: from which rows?
    std = ...
    X, X_new = (np.nan_to_num((table - mean) / std) for table in (raw, new))
    way = {"output": "softmax", "loss": "cross_entropy"}
    sizes = X.shape[1], 16, 3
    network = nnlib.MLP(sizes, activation="tanh", **way, rng=rng)
    Y = nnlib.one_hot(labels[train], 3)
    nnlib.train(network, X[train], Y, eta=0.05, epochs=60, batch_size=20, rng=rng, momentum=0.9)
    score = ...  # the share of right answers: on which rows is it a promise?
    return network.predict(X_new), score
