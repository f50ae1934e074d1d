def author(n, rng):
    words, text = ["banana", "bandana", "cabana", "anabas", "nabob"], ""
    while len(text) < n:
        text += rng.choice(words) + " "
    return text[:n]


text = author(1000, np.random.default_rng(0))
print(text[:80])
