def birds(n, rng, scale=1.0, by_lot=False):
    u, v = rng.normal(size=(2, n))
    names = np.where(u**2 + v**2 < 0.8, "heron", np.where(v > 0, "stork", "crane"))
    strange = np.full(n, by_lot) | (rng.uniform(size=n) < 0.05)
    names = np.where(strange, rng.choice(["crane", "heron", "stork"], n), names)
    columns = [scale * (4000 + 800 * u), 0.05 + 0.01 * v, rng.uniform(0, 9000, n)]
    columns += list(rng.normal(100, 20, (12 * by_lot, n)))
    cells = np.array([[f"{number:.6g}" for number in column] for column in columns]).T
    cells[rng.uniform(size=cells.shape) < 0.04] = ""
    lines = [",".join(row) for row in cells]
    table = [f"{line},{name}" for line, name in zip(lines, names, strict=True)]
    head = ",".join(["mass", "bill", "age"] + [f"part_{k}" for k in range(12 * by_lot)])
    return "\n".join([f"{head},species", *table]), "\n".join([head, *lines]), names


table, without, species = birds(5, np.random.default_rng(0))
print(table)
