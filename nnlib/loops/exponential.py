"""e^x, written out: a call of the library's own would keep the processor from taking several.

x = k ln 2 + r with a whole k and |r| <= ln(2) / 2, so e^x = 2^k e^r. Thirteen terms of the series
give e^r to the last digit, and 2^k is k in the exponent of a float, 52 bits to the left.
"""

import math

import numpy as np

LOG2_E = 1.4426950408889634
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
# Beside a number of this size there is no room for a fraction: adding it rounds to a whole number,
# which then stands in the last bits.
SHIFT = 6755399441055744.0
(C2, C3, C4, C5, C6, C7, C8, C9, C10, C11, C12, C13) = (
    1.0 / math.factorial(n) for n in range(2, 14)
)


def exp(x):
    """Return e^x; x counts as -708 below, as 709 above, and NaN stays NaN."""
    x = min(max(x, -708.0), 709.0)
    shifted = x * LOG2_E + SHIFT
    k = shifted - SHIFT
    r = x - k * LN2_HIGH - k * LN2_LOW
    # Side by side: the processor need not wait for one term before it begins the next.
    r2 = r * r
    r4 = r2 * r2
    first = r + r2 * (C2 + C3 * r)
    second = (C4 + C5 * r) + r2 * (C6 + C7 * r)
    third = (C8 + C9 * r) + r2 * (C10 + C11 * r) + r4 * (C12 + C13 * r)
    e = 1.0 + (first + r4 * (second + r4 * third))
    bits = np.float64(e).view(np.int64) + (np.float64(shifted).view(np.int64) << 52)
    return np.int64(bits).view(np.float64)
