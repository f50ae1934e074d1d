step = {
    "z": ...,  # four numbers: i, f, o, g
    "gates": ...,  # four numbers: i, f, o, g
    "c": ...,  # the new memory
    "h": ...,  # the new state
    "dC_dc": ...,  # the error of the new memory
    "delta": ...,  # four numbers: i, f, o, g
    "dC_dc0": ...,  # what arrives at the old memory
    "dC_dh0": ...,  # what arrives at the old state
}
### BEGIN SOLUTION
x, h_0, c_0 = 1, 0.5, 0.6
z = [1 * x + 2 * h_0 - 1, -1 * x + 2 * h_0 + 2, 1 * x - 2 * h_0 - 1, 1 * x - 1 * h_0]
i, f, o = 0.7311, 0.8808, 0.2689  # of 1, 2 and -1
g = 0.4621  # tanh of 0.5
c = f * c_0 + i * g
tanh_c = np.tanh(c)  # 0.6995
dC_dc = 2 * o * (1 - tanh_c**2) + 0.5
delta = [
    dC_dc * g * i * (1 - i),
    dC_dc * c_0 * f * (1 - f),
    2 * tanh_c * o * (1 - o),  # the output gate stands in h, not in c
    dC_dc * i * (1 - g**2),
]
step = {
    "z": z,
    "gates": [i, f, o, g],
    "c": c,
    "h": o * tanh_c,
    "dC_dc": dC_dc,
    "delta": delta,
    "dC_dc0": dC_dc * f,
    "dC_dh0": 2 * delta[0] + 2 * delta[1] - 2 * delta[2] - 1 * delta[3],
}
### END SOLUTION
