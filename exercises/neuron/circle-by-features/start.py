def fit(X, Y, X_new):
    def features(X):
        return ...  # in which numbers is a circle a line? shape (N, 4)

    neuron = nnlib.Neuron(4, loss="cross_entropy")
    nnlib.train(neuron, features(X), Y, eta=10, epochs=1000)
    return neuron.predict(features(X_new))
