RATES = [0.001, 0.01, 0.1, 1.0, 10.0]


def corners(n, rng):
    X = rng.uniform(-1, 1, (n, 2))
    wrong = rng.uniform(size=(n, 1)) < 0.1
    return X, ((X[:, :1] * X[:, 1:] > 0) ^ wrong).astype(float)


def validation_loss(eta, epochs):
    losses = []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        X, Y = corners(100, rng)
        other = corners(100, rng)
        network = nnlib.MLP((2, 8, 1), activation="tanh", loss="cross_entropy", rng=rng)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the largest rate goes uphill
            history = nnlib.train(
                network, X, Y, eta=eta, epochs=epochs, batch_size=10, rng=rng, validation=other
            )
        losses.append(history.validation[-1])
    return np.mean(losses)
