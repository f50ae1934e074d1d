"""Right answers written otherwise."""


def by_sums(g, eta, mu, t):
    step = -eta * g * sum(mu**k for k in range(t))
    total = -eta * g * sum((t - k) * mu**k for k in range(t))
    return {"step": step, "total": total, "limit": eta * g / (mu - 1)}


def by_the_last_velocity(g, eta, mu, t):
    v = g * (mu**t - 1) / (mu - 1)
    return [-eta * v, -eta * (t * g - mu * v) / (1 - mu), -eta * g / (1 - mu)]


ANSWERS = [by_sums, by_the_last_velocity]
