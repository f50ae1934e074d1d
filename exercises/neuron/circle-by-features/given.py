X, Y = nnlib.datasets.circle(400, rng=np.random.default_rng(0))
Y = Y[:, 1:]  # the second column: 1 inside the circle

neuron = nnlib.Neuron(2, loss="cross_entropy")
nnlib.train(neuron, X, Y, eta=1.0, epochs=500)
right = np.mean((neuron.predict(X) > 0.5) == (Y == 1))
print(f"{np.mean(Y):.0%} of the points are inside; on x1 and x2 the neuron is right on {right:.0%}")
