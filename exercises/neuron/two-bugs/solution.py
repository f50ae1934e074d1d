def mended(theta, X1, y):
    ### BEGIN SOLUTION
    z = theta @ X1
    a = sigmoid(z)
    loss = np.mean((a - y) ** 2)
    delta = 2 / y.size * (a - y) * a * (1 - a)  # the slope is written with the output
    return loss, delta @ X1.T  # delta carries the 1/N already
    ### END SOLUTION
