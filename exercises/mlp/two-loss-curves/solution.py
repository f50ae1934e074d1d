curves = {
    "guess_each": ...,
    "guess_two": ...,
    "guess_large": ...,
    "each": ...,  # from here on measured, at the rate 0.25
    "two": ...,
    "large": ...,  # at the rate 1
}
### BEGIN SOLUTION
each, two, all_four = (median_epochs(0.25, batch_size) for batch_size in (1, 2, 4))
curves = {
    "guess_each": "four times",
    "guess_two": "twice",
    "guess_large": "fewer than four times",
    "each": all_four / each,
    "two": all_four / two,
    "large": median_epochs(1, 4) / median_epochs(1, 1),
}
### END SOLUTION
