def boundary(w, b, x):
    ### BEGIN SOLUTION
    slope = -w[0] / w[1]
    intercept = -b / w[1]
    distance = (np.dot(w, x) + b) / np.linalg.norm(w)
    return slope, intercept, distance
    ### END SOLUTION
