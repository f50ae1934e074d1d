def fit(text, text_new, rng):
    ### BEGIN SOLUTION
    lines = [line.rpartition(",") for line in text.splitlines()[1:]]
    raw = np.genfromtxt([numbers for numbers, _, _ in lines], delimiter=",")
    new = np.genfromtxt(text_new.splitlines()[1:], delimiter=",")
    _, labels = np.unique([word for *_, word in lines], return_inverse=True)
    order, third = rng.permutation(len(raw)), len(raw) // 3
    kept, train = order[:third], order[third:]
    mean, std = np.nanmean(raw[train], axis=0), np.nanstd(raw[train], axis=0)
    X, X_new = (np.nan_to_num((table - mean) / std) for table in (raw, new))
    sizes = X.shape[1], 16, 3
    way = {"output": "softmax", "loss": "cross_entropy"}
    network = nnlib.MLP(sizes, activation="tanh", **way, rng=rng)
    nnlib.train(
        network,
        X[train],
        nnlib.one_hot(labels[train], 3),
        eta=0.05,
        epochs=60,
        batch_size=20,
        rng=rng,
        momentum=0.9,
    )
    score = np.mean(network.predict(X[kept]).argmax(axis=1) == labels[kept])
    return network.predict(X_new), score
    ### END SOLUTION
