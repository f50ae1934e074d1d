def epoch(model, X, Y, eta, batch_size, rng):
    ### BEGIN SOLUTION
    order = rng.permutation(len(X))
    losses = []
    for k in range(0, len(X), batch_size):
        batch = order[k : k + batch_size]
        loss, gradient = model.loss_and_grad(X[batch], Y[batch])
        model.theta = model.theta - eta * gradient
        losses.append(loss)
    return model.theta, np.mean(losses)
    ### END SOLUTION
