rate = {
    "guess_best": ...,
    "guess_ratio": ...,
    "guess_longer": ...,
    "best": ...,  # from here on measured
    "ratio": ...,
    "longer": ...,
}
### BEGIN SOLUTION
short = [validation_loss(eta, 30) for eta in RATES]
best = RATES[np.argmin(short)]
long = [validation_loss(eta, 100) for eta in RATES]
rate = {
    "guess_best": "one tenth",
    "guess_ratio": "twice",
    "guess_longer": "a smaller one",
    "best": best,
    "ratio": validation_loss(best / 10, 30) / min(short),
    "longer": RATES[np.argmin(long)],
}
### END SOLUTION
