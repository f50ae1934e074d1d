def histories(eta, batch_size):
    """Train twenty networks on exclusive or; return their losses, (epochs, networks)."""
    X, Y = nnlib.datasets.xor_gate()
    ensemble = nnlib.train_ensemble(
        (2, 3, 1),
        X,
        Y,
        eta=eta,
        epochs=int(300 * batch_size / eta),
        batch_size=batch_size,
        n_networks=20,
        start=np.random.default_rng(0).uniform(-1, 1, (20, 13)),
        rng=np.random.default_rng(0),  # asked for, but `start` takes its place
    )
    return ensemble.history


def median_epochs(eta, batch_size):
    """Return the median over the networks of the first epoch with a loss below 1/16."""
    below = histories(eta, batch_size) < 1 / 16
    return np.median(np.where(below.any(axis=0), below.argmax(axis=0), np.inf))


def draw_curves():
    """Draw the loss of the first network at the rate 0.25, both ways."""
    losses = [histories(0.25, batch_size)[:, 0] for batch_size in (1, 4)]
    fig, ax = plt.subplots(figsize=(6.8, 3.6))
    viz.loss_curve(ax, *losses, labels=["each example", "each epoch"])
    viz.show(
        fig,
        alt="Two loss curves of one start. They have the same shape, but the one with a step "
        "after each epoch takes four times as long over it.",
    )
