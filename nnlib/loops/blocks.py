"""The sums of `sums.py` for all units 1 … `rows` of a layer, four or two of them at a time.

What is fetched of `a` then serves several units, which is a third of the time of a wide layer. That
is the only reason for the lines that look alike. A narrow layer is sooner done unit by unit. The
weights of two units lie `row` apart.
"""

from nnlib.loops.sums import add_weighted, products, weighted_sum


def weighted_sums(out, t, w, p, row, stride, rows, a, s, first, last, n):
    """out_j = Σ_k w_jk a_k over k = first … last; weights of a unit are a `stride` apart."""
    if is_wide(rows, first, last):
        sums_by_four(out, t, w, p, row, stride, rows, a, s, first, last, n)
    else:
        for j in range(1, rows + 1):
            weighted_sum(out, t, j, w, p + (j - 1) * row, stride, a, s, first, last, n)


def add_weighted_sums(out, t, w, p, row, stride, rows, a, s, first, last, n):
    """Add the same to what out_j is already."""
    if is_wide(rows, first, last):
        add_by_four(out, t, w, p, row, stride, rows, a, s, first, last, n)
    else:
        for j in range(1, rows + 1):
            add_weighted(out, t, j, w, p + (j - 1) * row, stride, a, s, first, last, n)


def is_wide(rows, first, last):
    """Tell whether there are four units, and four terms in the sum of each."""
    return rows >= 4 and last >= first + 3


def sums_by_four(out, t, w, p, row, stride, rows, a, s, first, last, n):
    """Begin each sum with its first term, and add the others."""
    for j in range(1, rows + 1):
        w_j = w[p + (j - 1) * row]
        for i in range(n):
            out[t, j, i] = w_j * a[s, first, i]
    add_by_four(out, t, w, p + stride, row, stride, rows, a, s, first + 1, last, n)


def add_by_four(out, t, w, p, row, stride, rows, a, s, first, last, n):
    """Add to four units after the other."""
    j = 1
    while j + 3 <= rows:
        add_to_four(out, t, j, w, p, row, stride, a, s, first, last, n)
        j += 4
        p += 4 * row
    while j <= rows:
        add_weighted(out, t, j, w, p, stride, a, s, first, last, n)
        j += 1
        p += row


def add_to_four(out, t, j, w, p, row, stride, a, s, first, last, n):
    """Add to the units j … j + 3, whose weights begin at p, q, r and v."""
    k, q, r, v = first, p + row, p + 2 * row, p + 3 * row
    while k + 3 <= last:
        p_1, p_2, p_3, p_4 = w[p], w[p + stride], w[p + 2 * stride], w[p + 3 * stride]
        q_1, q_2, q_3, q_4 = w[q], w[q + stride], w[q + 2 * stride], w[q + 3 * stride]
        r_1, r_2, r_3, r_4 = w[r], w[r + stride], w[r + 2 * stride], w[r + 3 * stride]
        v_1, v_2, v_3, v_4 = w[v], w[v + stride], w[v + 2 * stride], w[v + 3 * stride]
        for i in range(n):
            a_1, a_2, a_3, a_4 = a[s, k, i], a[s, k + 1, i], a[s, k + 2, i], a[s, k + 3, i]
            out[t, j, i] += p_1 * a_1 + p_2 * a_2 + p_3 * a_3 + p_4 * a_4
            out[t, j + 1, i] += q_1 * a_1 + q_2 * a_2 + q_3 * a_3 + q_4 * a_4
            out[t, j + 2, i] += r_1 * a_1 + r_2 * a_2 + r_3 * a_3 + r_4 * a_4
            out[t, j + 3, i] += v_1 * a_1 + v_2 * a_2 + v_3 * a_3 + v_4 * a_4
        k, p, q, r, v = k + 4, p + 4 * stride, q + 4 * stride, r + 4 * stride, v + 4 * stride
    add_weighted(out, t, j, w, p, stride, a, s, k, last, n)
    add_weighted(out, t, j + 1, w, q, stride, a, s, k, last, n)
    add_weighted(out, t, j + 2, w, r, stride, a, s, k, last, n)
    add_weighted(out, t, j + 3, w, v, stride, a, s, k, last, n)


def all_products(grad, p, row, delta, t, rows, a, s, first, last, n):
    """Add Σ_i δ_j a_k, over n examples, for units j = 1 … rows and k = first … last."""
    if is_wide(rows, first, last):
        products_by_two(grad, p, row, delta, t, rows, a, s, first, last, n)
    else:
        for j in range(1, rows + 1):
            products(grad, p + (j - 1) * row, delta, t, j, a, s, first, last, n)


def products_by_two(grad, p, row, delta, t, rows, a, s, first, last, n):
    """Take two units after the other."""
    j = 1
    while j < rows:
        products_of_two(grad, p, row, delta, t, j, a, s, first, last, n)
        j += 2
        p += 2 * row
    if j == rows:
        products(grad, p, delta, t, j, a, s, first, last, n)


def products_of_two(grad, p, row, delta, t, j, a, s, first, last, n):
    """Add the products of the units j and j + 1, whose weights begin at p and q."""
    k, q = first, p + row
    while k + 3 <= last:
        p_1 = p_2 = p_3 = p_4 = q_1 = q_2 = q_3 = q_4 = 0.0
        for i in range(n):
            d, e = delta[t, j, i], delta[t, j + 1, i]
            a_1, a_2, a_3, a_4 = a[s, k, i], a[s, k + 1, i], a[s, k + 2, i], a[s, k + 3, i]
            p_1 += d * a_1
            p_2 += d * a_2
            p_3 += d * a_3
            p_4 += d * a_4
            q_1 += e * a_1
            q_2 += e * a_2
            q_3 += e * a_3
            q_4 += e * a_4
        grad[p] += p_1
        grad[p + 1] += p_2
        grad[p + 2] += p_3
        grad[p + 3] += p_4
        grad[q] += q_1
        grad[q + 1] += q_2
        grad[q + 2] += q_3
        grad[q + 3] += q_4
        k, p, q = k + 4, p + 4, q + 4
    products(grad, p, delta, t, j, a, s, k, last, n)
    products(grad, q, delta, t, j + 1, a, s, k, last, n)
