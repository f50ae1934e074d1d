def adam_step(theta, grad, m, v, t, eta, beta1, beta2, eps):
    m = ...  # the running mean of the gradient
    v = ...  # and of its square
    m_hat = m / (1 - beta1**t)  # what is still missing of a full mean
    v_hat = ...
    return theta - eta * m_hat / (np.sqrt(v_hat) + eps), m, v
