def way(g, eta, mu, t):
    limit = ...  # the step that, with the same gradient again, stays as it is
    grown = 1 - mu**t  # what the velocity has of its limit after t steps
    step = limit * grown
    total = ...  # of all t steps
    return step, total, limit
