def mended(X_train, X_test):
    ### BEGIN SOLUTION
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    std = np.where(std == 0, 1, std)  # nothing to divide by
    return (X_train - mean) / std, (X_test - mean) / std
    ### END SOLUTION
