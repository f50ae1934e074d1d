def way(g, eta, mu, t):
    ### BEGIN SOLUTION
    limit = -eta * g / (1 - mu)
    grown = 1 - mu**t  # what the velocity has of its limit after t steps
    step = limit * grown
    total = limit * (t - mu * grown / (1 - mu))
    return step, total, limit
    ### END SOLUTION
