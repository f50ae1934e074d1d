def backward(W, A, y):
    ### BEGIN SOLUTION
    delta = 2 / y.size * (A[-1] - y) * A[-1] * (1 - A[-1])
    gradient = []
    for l in reversed(range(len(W))):
        rows = np.column_stack([delta.sum(axis=1), delta @ A[l].T])  # [db | dW]
        gradient = [*rows.ravel(), *gradient]
        if l > 0:
            delta = (W[l].T @ delta) * (1 - A[l] ** 2)
    return np.array(gradient)
    ### END SOLUTION
