def descend_with(gradients, X, Y):
    """Take 5,000 steps from a fixed start; return the loss before and after."""
    network = nnlib.MLP((2, 2, 1), rng=np.random.default_rng(0))
    parameters = [network.W[0], network.b[0], network.W[1], network.b[1]]
    before = gradients(*parameters, X.T, Y.T)[0]
    for _ in range(5000):
        steps = gradients(*parameters, X.T, Y.T)[1:]
        parameters = [p - g for p, g in zip(parameters, steps, strict=True)]
    return before, gradients(*parameters, X.T, Y.T)[0]


for name, gate in (("OR ", nnlib.datasets.or_gate), ("AND", nnlib.datasets.and_gate)):
    before, after = descend_with(faulty, *gate())
    print(f"{name}  loss at the start {before:.4f}, after 5,000 steps {after:.4f}")
