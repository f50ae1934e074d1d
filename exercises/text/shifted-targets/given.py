SYMBOLS = ".abcd"


def faulty(names, T):
    numbers = np.zeros((len(names), T), dtype=int)  # all dots
    weights = np.zeros((len(names), T))
    for n, name in enumerate(names):
        numbers[n, 1 : 1 + len(name)] = [SYMBOLS.index(s) for s in name]
        weights[n, : len(name)] = 1.0
    one_hot = np.eye(len(SYMBOLS))[numbers]
    return one_hot, one_hot, weights


def symptom(encode):
    rng = np.random.default_rng(0)
    names = ["".join(rng.choice(list("abcd"), k)) for k in rng.integers(2, 7, 100)]
    X, Y, weights = encode(names, 8)
    how = {"activation": "tanh", "output": "softmax", "loss": "cross_entropy", "rng": rng}
    model = nnlib.RNN(5, 8, 5, **how)
    optimizer = nnlib.Adam()
    history = nnlib.train(model, X, Y, weights=weights, eta=0.05, epochs=60, optimizer=optimizer)
    print(f"cost {history.loss[-1]:.3f} nats a symbol")
    text, state = ".", None
    while len(text) < 40 and (text == "." or text[-1] != "."):
        a, state = model.step(np.eye(5)[[SYMBOLS.index(text[-1])]], state)
        text += SYMBOLS[rng.choice(5, p=a[0])]
    print("it writes", text)


symptom(faulty)
