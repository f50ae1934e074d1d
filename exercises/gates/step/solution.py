def step(x, h, c, W_x, W_h, b):
    ### BEGIN SOLUTION
    z = W_x @ x + W_h @ h + b
    z_i, z_f, z_o, z_g = np.split(z, 4)
    i, f, o = sigmoid(z_i), sigmoid(z_f), sigmoid(z_o)
    c_new = f * c + i * np.tanh(z_g)
    return o * np.tanh(c_new), c_new
    ### END SOLUTION
