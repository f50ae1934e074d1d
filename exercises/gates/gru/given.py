rng, (N, T, D, H) = np.random.default_rng(0), (4, 5, 2, 3)
weights = [rng.normal(size=shape) for shape in ((3 * H, D), (3 * H, H), (3 * H, 1), (3 * H, 1))]
x, E = rng.normal(size=(T, D, N)), rng.normal(size=(T, H, N))
# What torch.nn.GRU makes of them: h_T of the first sequence, and the lengths of the gradients.
torch_says = {
    "h": [-0.1340, -0.6913, 0.7612],
    "lengths": [4.3602, 2.4773, 3.0167, 2.3697],  # of W_x, W_h, b_x, b_h
}
