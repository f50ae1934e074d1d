cost = {
    "bits": ...,  # of abe, a symbol
    "nats": ...,
    "perplexity": ...,
    "probability": ...,  # of the whole name
    "list_bits": ...,  # of both names, a symbol
    "list_nats": ...,
    "list_perplexity": ...,
    "saved": ...,  # bits a symbol
}
### BEGIN SOLUTION
abe, al = [1, 2, 4, 1], [1, 3, 3]  # bits of each step
bits = sum(abe) / 4
list_bits = (sum(abe) + sum(al)) / 7
cost = {
    "bits": bits,
    "nats": bits * np.log(2),
    "perplexity": 2**bits,
    "probability": 0.5 ** sum(abe),
    "list_bits": list_bits,
    "list_nats": list_bits * np.log(2),
    "list_perplexity": 2**list_bits,
    "saved": np.log2(2),
}
### END SOLUTION
