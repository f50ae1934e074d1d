def mended(writers, n):
    ### BEGIN SOLUTION
    people = list(dict.fromkeys(writers.tolist()))  # as they appear
    held = np.isin(writers, people[len(people) - n :])
    return np.flatnonzero(~held), np.flatnonzero(held)
    ### END SOLUTION
