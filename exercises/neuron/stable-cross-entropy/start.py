def stable_cross_entropy(z, y):
    # ln(1 + eᶻ), which is -ln(1 - a): written so that no exponent is above 0.
    softplus = ...
    return ...  # the mean over the examples; -ln a is less than that by z
