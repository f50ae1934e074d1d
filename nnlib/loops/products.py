"""The sums that weights stand in: on the way there, on the way back, and in the gradient.

Weights lie in rows of θ, one a unit, the first at place p and the next `width` further on; a sum
takes some of a row. Arrays run (time steps, units, examples); units count from 1 where a unit 0 is
the constant 1 of a bias.
"""


def weighted(z, t, theta, p, width, rows, u, s, inputs, n, adds):
    """z_j = Σ_k w_jk u_k, for u of slot s; z goes to slot t, with `adds` to what is there."""
    for j in range(1, rows + 1):
        first = 0
        if not adds:
            w_j0 = theta[p]
            for i in range(n):
                z[t, j, i] = w_j0 * u[s, 0, i]
            first = 1
        for k in range(first, inputs):
            w_jk = theta[p + k]
            for i in range(n):
                z[t, j, i] += w_jk * u[s, k, i]
        p += width


def brought_back(by_h, t, theta, p, width, rows, delta, s, H, n, adds):
    """∂C/∂h_k = Σ_j w_jk δ_j, for δ of slot s; it goes to slot t, with `adds` to what is there."""
    for k in range(1, H + 1):
        q, first = p + k - 1, 1
        if not adds:
            w_1k = theta[q]
            for i in range(n):
                by_h[t, k, i] = w_1k * delta[s, 1, i]
            q, first = q + width, 2
        for j in range(first, rows + 1):
            w_jk = theta[q]
            for i in range(n):
                by_h[t, k, i] += w_jk * delta[s, j, i]
            q += width


def gathered(grad, p, width, rows, delta, t, u, s, inputs, n):
    """∂C/∂w_jk += Σ δ_j u_k over the examples, for δ of slot t and u of slot s."""
    for j in range(1, rows + 1):
        for k in range(inputs):
            by_w_jk = 0.0
            for i in range(n):
                by_w_jk += delta[t, j, i] * u[s, k, i]
            grad[p + k] += by_w_jk
        p += width
