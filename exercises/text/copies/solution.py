copies = {
    "guess_one": ...,
    "guess_four": ...,
    "guess_cold": ...,
    "one": ...,  # from here on measured
    "four": ...,
    "cold": ...,
    "one_unseen": ...,
    "four_unseen": ...,
    "by_heart": ...,  # "one" or "four"
}


### BEGIN SOLUTION
def share(written, known):
    return np.mean([name in known for name in written])


with_one = write(1, 1000)
with_four = write(4, 1000)
copies = {
    "guess_one": "one in a hundred",
    "guess_four": "half",
    "guess_cold": "one in ten",
    "one": share(with_one, learned),
    "four": share(with_four, learned),
    "cold": share(write(1, 1000, temperature=0.5), learned),
    "one_unseen": share(with_one, unseen),
    "four_unseen": share(with_four, unseen),
    "by_heart": "four",
}
### END SOLUTION
