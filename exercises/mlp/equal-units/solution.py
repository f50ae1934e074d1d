def rates(H, eta):
    ### BEGIN SOLUTION
    inward = eta / H  # the gradient has V = H v in it where the other has v
    outward = H * eta  # H weights v step in place of one V
    return inward, outward, eta
    ### END SOLUTION
