def floor(X, Y):
    p = np.empty_like(Y)  # the best that can be said
    for t in range(X.shape[1]):
        for n in range(len(X)):
            same = ...  # which sequences have been like the n-th, up to step t?
            p[n, t] = Y[same, t].mean()
    mse = np.mean((Y - p) ** 2)
    given_to_y = ...  # the probability that p gives to the target itself
    return mse, -np.mean(np.log(given_to_y))
