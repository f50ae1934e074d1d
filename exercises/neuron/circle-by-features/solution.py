def fit(X, Y, X_new):
    ### BEGIN SOLUTION
    def features(X):
        return np.hstack([X, X**2])  # a circle is a line in these four

    neuron = nnlib.Neuron(4, loss="cross_entropy")
    nnlib.train(neuron, features(X), Y, eta=10, epochs=1000)
    return neuron.predict(features(X_new))
    ### END SOLUTION
