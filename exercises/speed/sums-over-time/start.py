def time_sums(x, h, delta):
    def columns(a):  # (T, rows, N) to (rows, T N): a step is one more set of columns
        return ...

    d = columns(delta)
    return ...  # three sums, each in one call
