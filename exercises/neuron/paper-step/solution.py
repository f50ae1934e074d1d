step = {
    "z": ...,
    "a": ...,
    "C": ...,
    "delta": ...,
    "gradient": ...,  # three numbers: b, w1, w2
    "theta_new": ...,  # b, w1, w2 after the step
    "z_new": ...,
}
### BEGIN SOLUTION
theta, inputs, y, eta = np.array([-0.2, 0.3, 0.8]), np.array([1.0, 2.0, -1.0]), 1.0, 0.5
z = theta @ inputs  # the 1 among the inputs belongs to the bias
a = sigmoid(z)
delta = 2 * (a - y) * a * (1 - a)
gradient = delta * inputs
theta_new = theta - eta * gradient
step = {
    "z": z,
    "a": a,
    "C": (a - y) ** 2,
    "delta": delta,
    "gradient": gradient,
    "theta_new": theta_new,
    "z_new": theta_new @ inputs,
}
### END SOLUTION
