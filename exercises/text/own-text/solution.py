def fit(text, text_new, rng):
    ### BEGIN SOLUTION
    symbols = sorted(set(text))
    K, T = len(symbols), 20

    def one_hot(some):
        return np.eye(K)[[symbols.index(symbol) for symbol in some]]

    cut = len(text) - len(text) // 5  # the last fifth is kept back
    rows, kept = one_hot(text[:cut]), one_hot(text[cut:])
    N = (len(rows) - 1) // T
    X = rows[: N * T].reshape(N, T, K)
    Y = rows[1 : N * T + 1].reshape(N, T, K)
    way = {"activation": "tanh", "output": "softmax", "loss": "cross_entropy"}
    model = nnlib.RNN(K, 16, K, **way, rng=rng)
    how = {"epochs": 15, "batch_size": 10, "max_norm": 5.0}
    nnlib.train(model, X, Y, eta=0.03, rng=rng, optimizer=nnlib.Adam(), **how)
    said = model.predict(kept[None, :-1])[0]
    cost = -np.mean(np.log((said * kept[1:]).sum(axis=1)))
    return model.predict(one_hot(text_new[:-1])[None])[0], cost
    ### END SOLUTION
