def faulty(model, X, Y):
    x, y = X.transpose(1, 2, 0), Y.transpose(1, 2, 0)  # (T, D, N), (T, C, N)
    trace = model.forward(X)
    h, a = trace.H, trace.A_y  # h[t] is h_t, a[t - 1] is a_t
    delta_y = 2 / y.size * (a - y) * a * (1 - a)
    delta = np.zeros_like(h)  # slot t - 1 is step t; the last slot stays 0
    for t in range(len(y), 0, -1):
        from_output = model.W_hy.T @ delta_y[t - 1]
        from_later = model.W_hh.T @ delta[t - 1]
        delta[t - 1] = (from_output + from_later) * h[t] * (1 - h[t])
    delta = delta[:-1]
    return {
        "W_xh": (delta @ x.mT).sum(axis=0),
        "W_hh": (delta @ h[1:].mT).sum(axis=0),
        "b_h": delta.sum(axis=(0, 2)),
        "W_hy": (delta_y @ h[1:].mT).sum(axis=0),
        "b_y": delta_y.sum(axis=(0, 2)),
    }


def by_differences(model, X, Y):
    probe = nnlib.RNN(model.n_inputs, model.n_hidden, model.n_outputs)

    def loss_at(theta):
        probe.theta = theta
        return np.mean((probe.predict(X) - Y) ** 2)

    return model.unpack(nnlib.numerical_gradient(loss_at, model.theta))


rng = np.random.default_rng(0)
model = nnlib.RNN(2, 3, 4, rng=rng)  # D, H, C
X = rng.normal(size=(6, 5, 2))  # N, T, D
Y = rng.integers(0, 2, (6, 5, 4)).astype(float)
for T in (5, 1):
    ours, judge = (f(model, X[:, :T], Y[:, :T]) for f in (faulty, by_differences))
    close = {"rtol": 1e-6, "atol": 1e-9}
    wrong = [name for name in judge if not np.allclose(ours[name], judge[name], **close)]
    print(f"T = {T}: wrong {', '.join(wrong)}")
