noise = np.random.default_rng(0).normal(size=20)


def run(symbol, b_i=1.0, b_f=3.0, b_o=1.0):
    """Memory and state, 22 slots each; slot 0 is before the first step."""
    model = nnlib.LSTM(1, 1, 1)
    model.theta = np.zeros(model.theta.size)
    model.W_xg, model.b_i, model.b_f, model.b_o = [[1.0]], [b_i], [b_f], [b_o]
    trace = model.forward(np.append(symbol, noise)[None, :, None])
    return trace.C[:, 0, 0], trace.H[:, 0, 0]
