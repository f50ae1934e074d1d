def weighted_delta(z, y, v):
    ### BEGIN SOLUTION
    a = sigmoid(z)
    return ((1 - y) * a - v * y * (1 - a)) / y.size
    ### END SOLUTION
