def mended(model, names):
    ### BEGIN SOLUTION
    costs = []
    for name in names:
        text, cost, state = "." + name + ".", 0.0, None  # each name begins with nothing
        for n in range(1, len(text)):
            x = np.eye(5)[[SYMBOLS.index(text[n - 1])]]
            a, state = model.step(x, state)
            cost -= np.log(a[0, SYMBOLS.index(text[n])])
        costs.append(cost / (len(name) + 1))  # its letters, and the dot
    return np.array(costs)
    ### END SOLUTION
