X, Y = spiral(200, np.random.default_rng(0))
fig, ax = plt.subplots(figsize=(4.6, 4.4))
viz.points(ax, X, Y)
ax.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
viz.legend(ax)
viz.show(
    fig,
    alt="Two hundred points along two spiral arms, circles for class 0 and squares for class 1. "
    "Each arm makes one turn around the middle, and the other lies between its windings.",
)
