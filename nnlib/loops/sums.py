"""The two sums of every layer, n examples at once: Σ w a on the way forward and back, and Σ δ a.

Four terms are taken together, since what a sum has come to need then be fetched from memory a
quarter as often. That is the only reason for the lines that look alike.
"""


def weighted_sum(out, t, j, w, p, stride, a, s, first, last, n):
    """out_j = Σ_k w_k a_k over k = first … last; w_first is w[p], the next one stride further."""
    w_k = w[p]
    for i in range(n):
        out[t, j, i] = w_k * a[s, first, i]
    add_weighted(out, t, j, w, p + stride, stride, a, s, first + 1, last, n)


def add_weighted(out, t, j, w, p, stride, a, s, first, last, n):
    """Add the same to what out_j is already."""
    k = first
    while k + 3 <= last:
        w_1, w_2, w_3, w_4 = w[p], w[p + stride], w[p + 2 * stride], w[p + 3 * stride]
        for i in range(n):
            out[t, j, i] += (
                w_1 * a[s, k, i]
                + w_2 * a[s, k + 1, i]
                + w_3 * a[s, k + 2, i]
                + w_4 * a[s, k + 3, i]
            )
        k += 4
        p += 4 * stride
    while k <= last:
        w_k = w[p]
        for i in range(n):
            out[t, j, i] += w_k * a[s, k, i]
        k += 1
        p += stride


def products(grad, p, delta, t, j, a, s, first, last, n):
    """Add Σ_i δ_j a_k, over n examples, to grad[p], grad[p + 1] … for k = first … last."""
    k = first
    while k + 3 <= last:
        g_1 = g_2 = g_3 = g_4 = 0.0
        for i in range(n):
            g_1 += delta[t, j, i] * a[s, k, i]
            g_2 += delta[t, j, i] * a[s, k + 1, i]
            g_3 += delta[t, j, i] * a[s, k + 2, i]
            g_4 += delta[t, j, i] * a[s, k + 3, i]
        grad[p] += g_1
        grad[p + 1] += g_2
        grad[p + 2] += g_3
        grad[p + 3] += g_4
        k += 4
        p += 4
    while k <= last:
        g_k = 0.0
        for i in range(n):
            g_k += delta[t, j, i] * a[s, k, i]
        grad[p] += g_k
        k += 1
        p += 1
