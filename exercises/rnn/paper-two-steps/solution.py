steps = {
    "h": ...,  # two numbers: step 1, step 2
    "a": ...,  # two numbers
    "C": ...,
    "delta_y": ...,  # two numbers: step 1, step 2
    "delta": ...,  # two numbers: step 1, step 2
    "dw_xh": ...,
    "dw_hh": ...,
    "db_h": ...,
    "dw_hy": ...,
    "db_y": ...,
    "dw_xh_truncated": ...,
    "then": ...,  # "larger", "smaller" or "stays"
}
### BEGIN SOLUTION
h_1 = 1 * 1
h_2 = 1 * 2 + 1.5 * h_1
a_1, a_2 = 2 * h_1 - 1, 2 * h_2 - 1

delta_y_1, delta_y_2 = a_1 - 7, a_2 - 3  # the 2 of the square and the ½ of the mean cancel
delta_2 = 2 * delta_y_2  # only its own output reads h_2
delta_1 = 2 * delta_y_1 + 1.5 * delta_2  # two arrows leave h_1
steps = {
    "h": [h_1, h_2],
    "a": [a_1, a_2],
    "C": (delta_y_1**2 + delta_y_2**2) / 2,
    "delta_y": [delta_y_1, delta_y_2],
    "delta": [delta_1, delta_2],
    "dw_xh": delta_1 * 1 + delta_2 * 2,
    "dw_hh": delta_1 * 0 + delta_2 * h_1,  # the state of the step before
    "db_h": delta_1 + delta_2,
    "dw_hy": delta_y_1 * h_1 + delta_y_2 * h_2,
    "db_y": delta_y_1 + delta_y_2,
    "dw_xh_truncated": 2 * delta_y_1 * 1 + delta_2 * 2,
    "then": "stays",
}
### END SOLUTION
