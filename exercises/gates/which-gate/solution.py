kept = {
    "guess_forget": ...,
    "guess_input": ...,
    "guess_output": ...,
    "forget": ...,  # from here on measured
    "input": ...,
    "output": ...,
    "shown": ...,
    "half": ...,  # a step
    "gate": ...,  # "input", "forget" or "output"
    "hides": ...,  # "input", "forget" or "output"
}


### BEGIN SOLUTION
def differences(**biases):
    (c, h), (c_other, h_other) = run(1.0, **biases), run(-1.0, **biases)
    return c - c_other, h - h_other


def left(**biases):
    d, _ = differences(**biases)
    return d[21] / d[1]


d, _ = differences()
d_shut, d_state = differences(b_o=-6.0)
kept = {
    "guess_forget": "a millionth",
    "guess_input": "next to nothing",
    "guess_output": "nothing",
    "forget": left(b_f=0.0),
    "input": left(b_i=6.0),
    "output": left(b_o=-6.0),
    "shown": d_state[21] / d_shut[1],
    "half": 1 + np.argmax(d[1:] < d[1] / 2),
    "gate": "forget",
    "hides": "output",
}
### END SOLUTION
