def mended(writers, n):
    ### BEGIN SOLUTION
    people = list(dict.fromkeys(writers.tolist()))  # as they appear
    held = np.isin(writers, people[len(people) - n :])
    return np.nonzero(~held)[0], np.nonzero(held)[0]
    ### END SOLUTION
