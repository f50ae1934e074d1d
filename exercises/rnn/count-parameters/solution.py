counts = {
    "W_xh": ...,  # a shape, such as (2, 5)
    "W_hh": ...,
    "W_hy": ...,
    "parameters": ...,
    "parameters_T_40": ...,
    "states": ...,
}
### BEGIN SOLUTION
D, H, C, T, N = 4, 10, 3, 20, 6
parameters = H * D + H * H + H + C * H + C  # T is not in it
counts = {
    "W_xh": (H, D),
    "W_hh": (H, H),
    "W_hy": (C, H),
    "parameters": parameters,
    "parameters_T_40": parameters,
    "states": (T + 1) * H * N,
}
### END SOLUTION
