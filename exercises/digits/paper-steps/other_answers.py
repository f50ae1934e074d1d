"""Right answers written otherwise."""

RIGHT = {
    "velocity": (4, 6, 1),
    "theta_momentum": (-0.4, -1, -1.1),
    "m": (2, 3, 0.5),
    "v": (4, 7, 6.25),
    "m_hat": (4, 4, 0.571429),
    "v_hat": (16, 16, 10.81081),
    "theta_adam": (-0.1, -0.2, -0.21738),
}
ANSWERS = [RIGHT, [list(numbers) for numbers in RIGHT.values()]]
