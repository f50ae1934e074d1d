def time_sums(x, h, delta):
    ### BEGIN SOLUTION
    def columns(a):  # (T, rows, N) to (rows, T N): a step is one more set of columns
        return a.transpose(1, 0, 2).reshape(a.shape[1], -1)

    d = columns(delta)
    return d @ columns(x).T, d @ columns(h[:-1]).T, d.sum(axis=1)
    ### END SOLUTION
