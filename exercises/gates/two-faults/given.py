def faulty(model, X, Y):
    x, y, H = X.transpose(1, 2, 0), Y.transpose(1, 2, 0), model.n_hidden
    trace = model.forward(X)
    h, c, a, N = trace.H, trace.C, trace.A_y, len(X)  # h[t] is h_t, a[t - 1] is a_t
    W_h = np.vstack([model.W_hi, model.W_hf, model.W_ho, model.W_hg])
    delta_y = 2 / y.size * (a - y) * a * (1 - a)
    delta = np.zeros((len(y) + 1, 4 * H, N))  # slot t - 1 is step t; the last stays 0
    along = np.zeros((H, N))  # what comes back along the memory
    for t in range(len(y), 0, -1):
        i, f, o, g = trace.gates[t - 1]
        gates = np.vstack([i, f, o, g])
        slope = gates * (1 - gates)
        from_later = W_h[: 3 * H].T @ delta[t, : 3 * H]  # through the three gates
        dC_dh = model.W_hy.T @ delta_y[t - 1] + from_later
        s = np.tanh(c[t])
        dC_dc = dC_dh * o * (1 - s**2) + along
        along = dC_dc * f
        delta[t - 1] = np.vstack([dC_dc * g, dC_dc * c[t - 1], dC_dh * s, dC_dc * i]) * slope
    delta = delta[:-1]
    return {
        "W_x": (delta @ x.mT).sum(axis=0),
        "W_h": (delta @ h[:-1].mT).sum(axis=0),
        "b": delta.sum(axis=(0, 2)),
    }


def by_differences(model, X, Y):
    probe = nnlib.LSTM(model.n_inputs, model.n_hidden, model.n_outputs)

    def loss_at(theta):
        probe.theta = theta
        return np.mean((probe.predict(X) - Y) ** 2)

    grads = model.unpack(nnlib.numerical_gradient(loss_at, model.theta))
    return {w: np.concatenate([grads[w + k] for k in "ifog"]) for w in ("W_x", "W_h", "b_")}


rng = np.random.default_rng(0)
model = nnlib.LSTM(2, 3, 4, rng=rng)  # D, H, C
X = rng.normal(size=(6, 5, 2))  # N, T, D
Y = rng.integers(0, 2, (6, 5, 4)).astype(float)
for T in (5, 1):
    ours, judge = (f(model, X[:, :T], Y[:, :T]) for f in (faulty, by_differences))
    for (name, grad), right in zip(ours.items(), judge.values(), strict=True):
        close = [
            np.allclose(*pair, rtol=1e-6, atol=1e-9)
            for pair in zip(np.split(grad, 4), np.split(right, 4), strict=True)
        ]
        wrong = [gate for gate, fine in zip("ifog", close, strict=True) if not fine]
        print(f"T = {T}: {name:3} wrong for {', '.join(wrong) or 'none'}")
