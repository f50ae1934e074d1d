steps = {
    "velocity": ...,
    "theta_momentum": ...,
    "m": ...,
    "v": ...,
    "m_hat": ...,
    "v_hat": ...,
    "theta_adam": ...,
}
### BEGIN SOLUTION
steps = {
    "velocity": [4, 6, 1],  # 4, 4 / 2 + 4, 6 / 2 - 2
    "theta_momentum": [-4 / 10, -10 / 10, -11 / 10],
    "m": [2, 3, 1 / 2],
    "v": [4, 7, 25 / 4],
    "m_hat": [4, 4, 4 / 7],  # over 1/2, 3/4 and 7/8
    "v_hat": [16, 16, 400 / 37],  # over 1/4, 7/16 and 37/64
    "theta_adam": [-1 / 10, -2 / 10, -2 / 10 - 37**0.5 / 350],
}
### END SOLUTION
