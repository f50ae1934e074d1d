wrong_for = {
    "guess_squared": ...,
    "guess_entropy": ...,
    "guess_slope_left": ...,
    "steps_squared": ...,
    "steps_entropy": ...,
    "steps_slope_left": ...,
    "eta": ...,
}


### BEGIN SOLUTION
def steps_until_no(error, eta=0.5):
    w = b = 3.0
    for step in range(1, 1000):
        delta = error(sigmoid(w + b))
        w, b = w - eta * delta, b - eta * delta  # x = 1
        if w + b < 0:
            return step
    return None


wrong_for = {
    "guess_squared": 212,  # half of the last one
    "guess_entropy": 7,  # 6 + 1 - e^-6
    "guess_slope_left": 424,  # (e^6 - 1) + 3 * 6 + 3 * (1 - e^-6) + (1 - e^-12) / 2
    "steps_squared": steps_until_no(lambda a: 2 * a * a * (1 - a)),
    "steps_entropy": steps_until_no(lambda a: a),
    "steps_slope_left": steps_until_no(lambda a: a * a * (1 - a)),
    "eta": 1.0,  # half the delta, so twice the eta
}
### END SOLUTION
