"""Right answers written otherwise."""


def by_one_fraction(g, eta, mu, t):
    step = -eta * g * (1 - mu**t) / (1 - mu)
    total = -eta * g * (t * (1 - mu) - mu + mu ** (t + 1)) / (1 - mu) ** 2
    return {"step": step, "total": total, "limit": eta * g / (mu - 1)}


def by_the_last_velocity(g, eta, mu, t):
    v = g * (mu**t - 1) / (mu - 1)
    return [-eta * v, -eta * (t * g - mu * v) / (1 - mu), -eta * g / (1 - mu)]


ANSWERS = [by_one_fraction, by_the_last_velocity]
