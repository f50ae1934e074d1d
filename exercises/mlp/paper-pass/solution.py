numbers = {
    "z1": ...,  # two numbers: unit 1, unit 2
    "a1": ...,  # two numbers
    "z2": ...,
    "a2": ...,
    "C": ...,
    "delta2": ...,
    "delta1": ...,  # two numbers
    "dW2": ...,  # two numbers: for the weights 4 and -2
    "db2": ...,
    "dW1": ...,  # two rows of two, in the places of the weights: [[.., ..], [.., ..]]
    "db1": ...,  # two numbers
}
### BEGIN SOLUTION
numbers = {
    "z1": [np.log(3), 0],  # λ (1 + 2 - 2) and λ (2 - 2)
    "a1": [3 / 4, 1 / 2],
    "z2": 0,  # 4 · 3/4 - 2 · 1/2 - 2
    "a2": 1 / 2,
    "C": 1 / 4,
    "delta2": 1 / 4,  # 2 (a2 - y) is 1, the slope is 1/4
    "delta1": [3 / 16, -1 / 8],  # 1/4 · 4 · 3/16 and 1/4 · (-2) · 1/4
    "dW2": [3 / 16, 1 / 8],  # delta2 times what came in, a1
    "db2": 1 / 4,
    "dW1": [[3 / 16, 3 / 8], [-1 / 8, -1 / 4]],  # delta1 times what came in, x
    "db1": [3 / 16, -1 / 8],
}
### END SOLUTION
