def compare(inward, outward, bias):
    """Take 1,000 steps with both networks from equal units; print how far they part."""
    X, Y = nnlib.datasets.xor_gate()
    big, small = nnlib.MLP((2, 3, 1)), nnlib.MLP((2, 1, 1))
    for network, out in ((big, 1.0), (small, 3.0)):
        network.W[0][:], network.b[0][:] = [1.0, 0.5], 0.0
        network.W[1][:], network.b[1][:] = out, 0.0
    rates = {"W[0]": inward, "b[0]": inward, "W[1]": outward, "b[1]": bias}
    losses = []
    for _ in range(1000):
        loss, grad = small.loss_and_grad(X, Y)
        losses.append(loss)
        parameters, gradients = small.unpack(small.theta), small.unpack(grad)
        for name, rate in rates.items():
            parameters[name][:] -= rate * gradients[name]  # views: this moves `small`
    history = nnlib.train(big, X, Y, eta=1.0, epochs=1000)
    print(f"the losses differ by at most {np.abs(history.loss - losses).max():.0e}")
    print(f"3 v = {big.W[1].sum():.4f}   V = {small.W[1].sum():.4f}")
