X, Y = nnlib.datasets.linear_separable(n=100, rng=np.random.default_rng(0))
X1, y = np.vstack([np.ones(len(X)), X.T]), Y[:, 0]


def friends_loss_and_gradient(theta, X1, y):
    z = theta @ X1
    a = sigmoid(z)
    loss = np.mean((a - y) ** 2)
    delta = 2 / y.size * (a - y) * z * (1 - z)
    return loss, delta @ X1.T / y.size


theta, eta = np.zeros(3), 1.0
for _ in range(1500):
    loss, gradient = friends_loss_and_gradient(theta, X1, y)
    theta = theta - eta * gradient
print(f"after 1500 epochs from zero: loss {loss:.4f}")

theta = np.random.default_rng(1).normal(size=3)
judge = nnlib.numerical_gradient(lambda t: np.mean((sigmoid(t @ X1) - y) ** 2), theta)
quotients = friends_loss_and_gradient(theta, X1, y)[1] / judge
print("friend / judge:", " ".join(f"{q:+.5f}" for q in quotients))
