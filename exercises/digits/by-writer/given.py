def friends_split(writers, rng, share=0.2):
    order = rng.permutation(len(writers))
    n = int(share * len(writers))
    return np.sort(order[n:]), np.sort(order[:n])


def nearest_score(X, labels, train, test):
    squares = (X[train] ** 2).sum(axis=1) - 2 * X[test] @ X[train].T
    return np.mean(labels[train][squares.argmin(axis=1)] == labels[test])


rng = np.random.default_rng(0)
writers = np.repeat(np.arange(12), 25)
hands = rng.normal(size=(12, 1, 20))  # each person has a style,
labels = rng.integers(0, 4, 300)
letters = rng.normal(size=(4, 20))  # each class a form,
X = letters[labels] + 1.5 * (hands[writers][:, 0] * rng.normal(size=(4, 20))[labels])
X = X + 0.3 * rng.normal(size=X.shape)  # and each image some noise
train, test = friends_split(writers, rng)
print(f"friend's split: {nearest_score(X, labels, train, test):.3f}")
train, test = np.flatnonzero(writers < 9), np.flatnonzero(writers >= 9)
print(f"three new people: {nearest_score(X, labels, train, test):.3f}")
