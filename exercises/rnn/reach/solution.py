reach = {
    "guess_half": ...,
    "guess_more": ...,
    "guess_sigmoid": ...,
    "guess_shear": ...,
    "guess_shear_long": ...,
    "sigmoid_at_most": ...,
    "half": ...,
    "more": ...,
    "sigmoid": ...,
    "shear": ...,
    "shear_long": ...,
}


### BEGIN SOLUTION
def ratio(W_hh, **how):
    delta = deltas(W_hh, **how)
    return np.linalg.norm(delta[0]) / np.linalg.norm(delta[-1])


reach = {
    "guess_half": 0.001,
    "guess_more": 58,
    "guess_sigmoid": 0.1,
    "guess_shear": 0.35,
    "guess_shear_long": 0.00003,
    "sigmoid_at_most": (4 / 4) ** 10,  # stretch 4, slope 1/4; delta_11 has its slope already
    "half": ratio(0.5 * turn),
    "more": ratio(1.5 * turn),
    "sigmoid": ratio(4 * turn, activation="sigmoid"),
    "shear": ratio(shear),
    "shear_long": ratio(shear, T=101),
}
### END SOLUTION
