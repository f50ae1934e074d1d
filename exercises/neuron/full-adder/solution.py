def full_adder(p, q, r):
    ### BEGIN SOLUTION
    # Fires from two ones upwards: the bias lies halfway between one and two.
    carry = perceptron((p, q, r), [1, 1, 1], -1.5)
    # The carry stands for two ones, so it takes away two: what is left is 0 or 1.
    total = perceptron((p, q, r, carry), [1, 1, 1, -2], -0.5)
    return carry, total
    ### END SOLUTION
