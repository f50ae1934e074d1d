def deltas(dC_dh, along, c_before, f, o, g):
    ### BEGIN SOLUTION
    c = f * c_before + (1 - f) * g
    dC_dc = dC_dh * o * (1 - np.tanh(c) ** 2) + along
    delta_f = dC_dc * (c_before - g) * f * (1 - f)
    delta_g = dC_dc * (1 - f) * (1 - g**2)
    return delta_f, delta_g
    ### END SOLUTION
