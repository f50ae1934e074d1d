LETTERS = ".abcdefghijklmnopqrstuvwxyz"
names = nnlib.datasets.names()
learned, unseen = set(names[::2]), set(names[1::2])


def write(m, n, temperature=1.0):
    """n names, from counts of what came after m symbols in `learned`."""
    counts = {}
    for name in sorted(learned):
        text = "." * m + name + "."
        for k in range(m, len(text)):
            row = counts.setdefault(text[k - m : k], np.zeros(27))
            row[LETTERS.index(text[k])] += 1
    ends = {u: np.cumsum(row ** (1 / temperature)) for u, row in counts.items()}
    rng, written = np.random.default_rng(0), []
    while len(written) < n:
        text = "." * m
        while len(text) == m or text[-1] != ".":
            end = ends[text[len(text) - m :]]
            place = np.searchsorted(end, rng.random() * end[-1], side="right")
            text += LETTERS[place]
        written.append(text[m:-1])
    return written
