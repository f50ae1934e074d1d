def loss_and_gradient(X, y, w, b):
    ### BEGIN SOLUTION
    z = X @ w + b
    a = sigmoid(z)
    loss = np.mean((a - y) ** 2)
    delta = 2 / y.size * (a - y) * a * (1 - a)
    return loss, np.append(delta.sum(), delta @ X)  # the bias: a 1 came in through it
    ### END SOLUTION
