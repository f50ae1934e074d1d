"""Right answers written otherwise."""

import math

import numpy as np


def boundary_by_a_foot(w, b, x):
    z = w[0] * x[0] + w[1] * x[1] + b
    foot = x - z * w / (w**2).sum()  # the nearest point of the line
    return -w[0] / w[1], foot[1] + w[0] / w[1] * foot[0], np.copysign(math.dist(x, foot), z)


def boundary_by_two_points(w, b, x):
    low, high = -(b - 5 * w[0]) / w[1], -(b + 5 * w[0]) / w[1]
    slope = (high - low) / 10
    intercept = (high + low) / 2
    up = x[1] - slope * x[0] - intercept  # along x2, then at a right angle
    return slope, intercept, np.sign(w[1]) * up / np.sqrt(1 + slope**2)


ANSWERS = [boundary_by_a_foot, boundary_by_two_points]
