def fit(text, text_new, rng):
    symbols = sorted(set(text))
    K, T = len(symbols), 20

    def one_hot(some):
        return np.eye(K)[[symbols.index(symbol) for symbol in some]]

    cut = len(text) - len(text) // 5  # the last fifth is kept back
    rows, kept = one_hot(text[:cut]), one_hot(text[cut:])
    N = (len(rows) - 1) // T
    X = rows[: N * T].reshape(N, T, K)
    Y = ...  # the same, one symbol on
    way = {"activation": "tanh", "output": "softmax", "loss": "cross_entropy"}
    model = nnlib.RNN(K, 16, K, **way, rng=rng)
    how = {"epochs": 15, "batch_size": 10, "max_norm": 5.0}
    nnlib.train(model, X, Y, eta=0.03, rng=rng, optimizer=nnlib.Adam(), **how)
    said = model.predict(kept[None, :-1])[0]
    cost = ...  # nats a symbol: on which text is it a promise?
    return model.predict(one_hot(text_new[:-1])[None])[0], cost
