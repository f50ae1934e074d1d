units = {
    "b_nand": ...,  # goes with the weights (-2, -3)
    "w": ...,  # "p and not q": the weights of p and of q
    "b": ...,  # and its bias
}
### BEGIN SOLUTION
units = {
    "b_nand": 4.5,  # above 3, so that either input alone leaves z > 0, and at most 5
    "w": [1, -1],  # p pulls up, q pulls down
    "b": -0.5,  # between 0, what p and q make together, and 1, what p makes alone
}
### END SOLUTION
