def slow(theta, x, y, eta, steps):
    outputs = []
    for _ in range(steps):
        W = theta.reshape(len(y), -1)  # [b | W]
        a, grad = np.empty_like(y), np.zeros_like(W)
        for n in range(x.shape[1]):
            one_and_x = np.append(1.0, x[:, n])
            a[:, n] = sigmoid(W @ one_and_x)
            delta = 2 / y.size * (a[:, n] - y[:, n]) * a[:, n] * (1 - a[:, n])
            grad += np.outer(delta, one_and_x)
        theta = theta - eta * grad.ravel()
        outputs.append(a)
    return theta, np.array(outputs)


def fast(theta, x, y, eta, steps):
    ones_and_x = np.vstack([np.ones(x.shape[1]), x])
    W = theta.reshape(len(y), -1)  # [b | W], a view
    a, outputs = np.empty_like(y), []
    for _ in range(steps):
        a[...] = sigmoid(W @ ones_and_x)
        delta = 2 / y.size * (a - y) * a * (1 - a)
        theta = theta - eta * (delta @ ones_and_x.T).ravel()
        outputs.append(a)
    return theta, np.array(outputs)


rng = np.random.default_rng(0)
theta, x = rng.normal(size=6), rng.normal(size=(2, 5))
y = rng.integers(0, 2, (2, 5)).astype(float)
print("       theta[0]   first output of each step")
for steps in (1, 2, 3):
    for f in (slow, fast):
        theta_after, outputs = f(theta, x, y, 2.0, steps)
        firsts = " ".join(f"{a:.4f}" for a in outputs[:, 0, 0])
        print(f"{f.__name__}   {theta_after[0]:8.4f}   {firsts}")
