def grad_h_0(model, X, Y, h_0):
    h, a = run_from(model, X, h_0)
    y = Y.transpose(1, 2, 0)
    delta_y = 2 / y.size * (a - y) * a * (1 - a)
    delta = np.zeros_like(h[0])
    for t in range(len(y), 0, -1):
        back = ...  # through the output of step t, and through the state of step t + 1
        delta = back * h[t] * (1 - h[t])
    return ...  # one step further back, to h_0: has it a slope, and how many start from it?
