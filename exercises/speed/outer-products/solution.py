def gradient(delta, a):
    ### BEGIN SOLUTION
    # Entry (i, j) of Δ Aᵀ is Σ_n δ_in a_jn, which is the sum of the outer products' entries. A bias
    # is the weight of an input that is always 1.
    ones_and_a = np.vstack([np.ones(a.shape[1]), a])
    return delta @ ones_and_a.T
    ### END SOLUTION
