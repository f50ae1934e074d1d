def count_parameters(sizes, bias=True):
    ### BEGIN SOLUTION
    count = 0
    for l in range(1, len(sizes)):
        each = sizes[l - 1] + (1 if bias else 0)  # what one unit of layer l has
        count += sizes[l] * each
    return count
    ### END SOLUTION
