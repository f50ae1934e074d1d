def floor(X, Y):
    ### BEGIN SOLUTION
    p = np.empty_like(Y)  # the best that can be said
    for t in range(X.shape[1]):
        for n in range(len(X)):
            same = (X[:, : t + 1] == X[n, : t + 1]).all(axis=(1, 2))
            p[n, t] = Y[same, t].mean()
    mse = np.mean((Y - p) ** 2)
    given_to_y = np.where(Y == 1, p, 1 - p)  # never 0, since y itself is among the targets
    return mse, -np.mean(np.log(given_to_y))
    ### END SOLUTION
