def faulty(H, k):
    b = np.zeros((4 * H, 1))
    f = 0.5 ** (1 / k)  # what is kept at each step
    b[1] = f  # the forget gate is the second of the four
    return b


def symptom(biases, H=3, k=20):
    i, f, _, _ = np.split(sigmoid(biases(H, k)), 4)
    print("left after", k, "steps:", *[f"{share:.6f}" for share in f[:, 0] ** k])
    print("input gates:", *[f"{gate:.2f}" for gate in i[:, 0]])


symptom(faulty)
