"""Cases, a right answer and known mistakes of mlp.epoch-of-minibatches."""

import copy
from functools import partial

import numpy as np

from nnlib.checks import Case, Exercise, Wrong
from nnlib.checks.recognise import gives
from nnlib.mlp import MLP
from nnlib.training import train


def nnlib_epoch(model, X, Y, eta, batch_size, rng):
    """Let nnlib train for one epoch; the plain mean of the batches is taken beside it."""
    twin, again = copy.deepcopy((model, rng))
    _, mean = mistaken_epoch(twin, X, Y, eta, batch_size, again)
    train(model, X, Y, eta=eta, epochs=1, batch_size=batch_size, rng=rng)
    return model.theta, mean


def mistaken_epoch(
    model,
    X,
    Y,
    eta,
    batch_size,
    rng,
    *,
    orders=lambda n, rng: (rng.permutation(n),) * 2,
    whole=False,
    wait=False,
    late=False,
    sign=-1.0,
    share=lambda batch, batch_size: 1,
    total=lambda losses, lengths: np.mean(losses),
):
    """Train for one epoch with one of the mistakes that the last arguments make."""
    order, partners = orders(len(X), rng)
    end = len(X) - len(X) % batch_size if whole else len(X)
    losses, lengths, start = [], [], model.theta.copy()
    for k in range(0, end, batch_size):
        x, y = X[order[k : k + batch_size]], Y[partners[k : k + batch_size]]
        here = model.theta.copy()
        if wait:
            model.theta = start
        loss, grad = model.loss_and_grad(x, y)
        model.theta = here + sign * eta * grad / share(x, batch_size)
        lengths.append(len(x))
        losses.append(model.loss_and_grad(x, y)[0] if late else loss)
    return model.theta, total(losses, lengths)


def shuffled_in_place(model, X, Y, eta, batch_size, rng):
    """Put the caller's own X and Y into another order."""
    order = rng.permutation(len(X))
    X[:], Y[:] = X[order], Y[order]
    return mistaken_epoch(
        model, X, Y, eta, batch_size, rng, orders=lambda n, rng: (np.arange(n),) * 2
    )


def redrawing(first, *, batch=lambda order, k, size: order[k : k + size]):
    """Return an answer that draws a new order for each batch, and maybe one before them."""

    def answer(model, X, Y, eta, batch_size, rng):
        losses = []
        if first:
            rng.permutation(len(X))
        for k in range(0, len(X), batch_size):
            chosen = batch(rng.permutation(len(X)), k, batch_size)
            loss, grad = model.loss_and_grad(X[chosen], Y[chosen])
            model.theta = model.theta - eta * grad
            losses.append(loss)
        return model.theta, np.mean(losses)

    return answer


def redrawing_by_choice(replace, *, first=False):
    """Return an answer that draws the examples of each batch, and maybe an order before them."""

    def answer(model, X, Y, eta, batch_size, rng):
        losses = []
        if first:
            rng.permutation(len(X))
        for _ in range(0, len(X), batch_size):
            chosen = rng.choice(len(X), batch_size, replace=replace)
            loss, grad = model.loss_and_grad(X[chosen], Y[chosen])
            model.theta = model.theta - eta * grad
            losses.append(loss)
        return model.theta, np.mean(losses)

    return answer


def cut_and_measured(model, X, Y, eta, batch_size, rng):
    """Measure the loss of all examples after each step."""
    order, losses = rng.permutation(len(X)), []
    for k in range(0, len(X), batch_size):
        batch = order[k : k + batch_size]
        model.theta = model.theta - eta * model.loss_and_grad(X[batch], Y[batch])[1]
        losses.append(model.loss_and_grad(X, Y)[0])
    return model.theta, np.mean(losses)


def number(order, size):
    """Return how many batches there are."""
    return -(-len(order) // size)


def cut_otherwise(batches):
    """Return an answer that cuts the order into `batches(order, batch_size)`."""

    def answer(model, X, Y, eta, batch_size, rng):
        losses = []
        for batch in batches(rng.permutation(len(X)), batch_size):
            loss, grad = model.loss_and_grad(X[batch], Y[batch])
            model.theta = model.theta - eta * grad
            losses.append(loss)
        return model.theta, np.mean(losses)

    return answer


def front(order, k, size):
    """Return the first of a new order, whichever batch it is for."""
    return order[:size]


REDRAWN = redrawing(False), redrawing(True), redrawing(False, batch=front)


STRIDES = (
    cut_otherwise(
        lambda order, size: [order[k :: number(order, size)] for k in range(number(order, size))]
    ),
    cut_otherwise(lambda order, size: [order[k::size] for k in range(size)]),
)


def seeded(seed):
    """Return the function of somebody who shuffles with a generator of their own."""

    def orders(n, rng):
        return (np.random.default_rng(seed).permutation(n),) * 2

    return partial(mistaken_epoch, orders=orders)


def own_seed(seen):
    """Recognise what one of the usual seeds gives in every case."""
    return any(
        all(
            np.allclose(seeded(seed)(*copy.deepcopy(case.args))[0], parts["theta"], rtol=1e-6)
            for case, parts in seen
        )
        for seed in (0, 1, 2, 42, 123, 1234)
    )


divided_again = partial(mistaken_epoch, share=lambda batch, batch_size: len(batch))


divided_by_batch_size = partial(mistaken_epoch, share=lambda batch, batch_size: batch_size)


def epoch_cases(rng):
    """Return batches that divide N and others; the first generator is one that many would write."""

    def drawn(*sizes, n, batch_size, shuffler):
        model = MLP(sizes, rng=rng)
        X, Y = rng.normal(size=(n, sizes[0])), rng.integers(0, 2, (n, sizes[-1])).astype(float)
        return model, X, Y, float(rng.uniform(0.4, 0.8)), batch_size, shuffler

    def other():
        return np.random.default_rng(rng.integers(1, 2**32))

    first = np.random.default_rng(0)
    return [
        Case("ten examples, five at a time", drawn(2, 3, 1, n=10, batch_size=5, shuffler=first)),
        Case("nine, three at a time", drawn(2, 3, 1, n=9, batch_size=3, shuffler=other())),
        Case("ten, four at a time", drawn(3, 2, 2, n=10, batch_size=4, shuffler=other())),
        Case("seven, one at a time", drawn(2, 2, 1, n=7, batch_size=1, shuffler=other())),
    ]


def twice_through(model, X, Y, eta, batch_size, rng):
    """Go through two epochs, and take the mean over the batches of both."""
    means = [mistaken_epoch(model, X, Y, eta, batch_size, rng)[1] for _ in range(2)]
    return model.theta, np.mean(means)


def steps_from_the_start(model, X, Y, eta, batch_size, rng):
    """Take each step from where the model stands, and never move it."""
    order, losses = rng.permutation(len(X)), []
    for k in range(0, len(X), batch_size):
        batch = order[k : k + batch_size]
        loss, grad = model.loss_and_grad(X[batch], Y[batch])
        theta = model.theta - eta * grad
        losses.append(loss)
    return theta, np.mean(losses)


EXERCISE = Exercise(
    kind="implement",
    points=2,
    cases=epoch_cases,
    parts=("theta", "loss"),
    right=nnlib_epoch,
    may_change=(0,),  # the model
    wrongs=(
        Wrong(
            "own-seed",
            "You made a generator of your own with a seed of its own, and `rng` goes unused. "
            "Every epoch would shuffle in the same way.",
            seeded(0),
            own_seed,
        ),
        Wrong(
            "not-shuffled",
            "The examples come in the order of X: nothing was shuffled.",
            partial(mistaken_epoch, orders=lambda n, rng: (np.arange(n),) * 2),
        ),
        Wrong(
            "with-replacement",
            "You drew examples as from an urn into which each one is put back: in an epoch some "
            "come twice and some not at all.",
            partial(mistaken_epoch, orders=lambda n, rng: (rng.choice(n, n),) * 2),
        ),
        Wrong(
            "pairs-torn",
            "X and Y were shuffled each in an order of its own, so the examples have lost their "
            "targets.",
            partial(mistaken_epoch, orders=lambda n, rng: (rng.permutation(n), rng.permutation(n))),
        ),
        Wrong(
            "targets-not-shuffled",
            "X was shuffled and Y was not, so the examples have lost their targets.",
            partial(mistaken_epoch, orders=lambda n, rng: (rng.permutation(n), np.arange(n))),
        ),
        Wrong(
            "divided-again",
            "You divided the gradient by the length of the batch. `loss_and_grad` has taken the "
            "mean already.",
            divided_again,
            gives(divided_again, divided_by_batch_size),
        ),
        Wrong(
            "short-batch-dropped",
            "Where `batch_size` does not divide N, the last batch is shorter, and yours is left "
            "out.",
            partial(mistaken_epoch, whole=True),
        ),
        Wrong(
            "steps-saved-up",
            "All your gradients belong to the place where the epoch began. Step after each batch, "
            "and take the next gradient from where you then stand.",
            partial(mistaken_epoch, wait=True),
        ),
        Wrong(
            "no-step",
            "The losses are measured, and θ stays where it is.",
            partial(mistaken_epoch, sign=0.0),
        ),
        Wrong(
            "uphill",
            "Your steps go uphill, along the gradient. Downhill is the other way.",
            partial(mistaken_epoch, sign=1.0),
        ),
        Wrong(
            "losses-summed",
            "The losses were added up, and their mean is wanted.",
            partial(mistaken_epoch, total=lambda losses, lengths: np.sum(losses)),
        ),
        Wrong(
            "last-loss-only",
            "You returned the loss of the last batch. Keep that of every batch, for the mean.",
            partial(mistaken_epoch, total=lambda losses, lengths: losses[-1]),
        ),
        Wrong(
            "losses-weighted",
            "You took the mean over the examples: a short batch counts for less in it. Asked for "
            "is the mean over the batches.",
            partial(
                mistaken_epoch,
                total=lambda losses, lengths: np.average(losses, weights=lengths),
            ),
        ),
        Wrong(
            "loss-after-the-step",
            "The losses were measured after each step. Take them where the gradients are taken, "
            "before it.",
            partial(mistaken_epoch, late=True),
        ),
        Wrong(
            "shuffled-in-place",
            "The numbers are right, and X and Y themselves are in another order afterwards. They "
            "belong to whoever called your function: shuffle numbers of examples, not the "
            "examples.",
            shuffled_in_place,
        ),
        Wrong(
            "shuffled-for-each-batch",
            "You draw a new order for each batch, so in an epoch some examples come twice and "
            "some not at all. Draw one order, before the loop.",
            REDRAWN[0],
            gives(*REDRAWN),
        ),
        Wrong(
            "cut-into-as-many",
            "You cut the order into `batch_size` batches. `batch_size` is how many examples a "
            "batch holds.",
            cut_otherwise(lambda order, size: np.array_split(order, min(size, len(order)))),
        ),
        Wrong(
            "cut-evenly",
            "You cut the order into batches of nearly equal length. Each holds `batch_size` "
            "examples, and what is left makes a shorter one at the end.",
            cut_otherwise(lambda order, size: np.array_split(order, -(-len(order) // size))),
        ),
        Wrong(
            "short-batch-first",
            "The short batch comes first. Cut from the front, so that it is the last.",
            cut_otherwise(
                lambda order, size: np.split(
                    order, range(len(order) % size or size, len(order), size)
                )
            ),
        ),
        Wrong(
            "cut-in-strides",
            "Your batches are taken from the order in strides. Cut it from the front: the first "
            "`batch_size` examples, then the next.",
            STRIDES[0],
            gives(*STRIDES),
        ),
        Wrong(
            "first-batch-left-out",
            "The first batch is left out: your cuts begin at `batch_size`.",
            cut_otherwise(
                lambda order, size: (
                    [order[k : k + size] for k in range(size, len(order), size)] or [order]
                )
            ),
        ),
        Wrong(
            "whole-batch",
            "One step was taken, with all examples at once. Cut the order into batches, and step "
            "after each.",
            cut_otherwise(lambda order, size: [order]),
        ),
        Wrong(
            "one-at-a-time",
            "A step was taken after each example. A batch holds `batch_size` of them.",
            cut_otherwise(lambda order, size: np.split(order, len(order))),
        ),
        Wrong(
            "one-batch-only",
            "Only one batch was trained with. Is the `return` inside the loop? It ends the "
            "function at once.",
            cut_otherwise(lambda order, size: [order[:size]]),
        ),
        Wrong(
            "backwards",
            "The batches are right and come from the back. Cut the order from the front.",
            cut_otherwise(
                lambda order, size: [order[k : k + size] for k in range(0, len(order), size)][::-1]
            ),
        ),
        Wrong(
            "losses-divided-by-examples",
            "The sum of the batches' losses is divided by the number of examples. Each batch's "
            "loss is a mean already; their number is that of the batches.",
            partial(mistaken_epoch, total=lambda losses, lengths: np.sum(losses) / np.sum(lengths)),
        ),
        Wrong(
            "first-loss-only",
            "You returned the loss of the first batch. Keep that of every batch, for the mean.",
            partial(mistaken_epoch, total=lambda losses, lengths: losses[0]),
        ),
        Wrong(
            "all-losses-returned",
            "The losses of all batches came, one by one. Their mean is one number.",
            partial(mistaken_epoch, total=lambda losses, lengths: np.array(losses)),
        ),
        Wrong(
            "order-of-the-answer",
            "θ comes first, then the mean of the losses.",
            lambda *args: mistaken_epoch(*args)[::-1],
        ),
        Wrong(
            "loss-of-the-epochs-end",
            "`loss` is that of all examples after the epoch. Asked for is the mean of the "
            "batches' losses, each before its step.",
            lambda model, X, Y, *more: (
                mistaken_epoch(model, X, Y, *more)[0],
                model.loss_and_grad(X, Y)[0],
            ),
        ),
        Wrong(
            "theta-alone",
            "`model.theta` came alone, and two things are asked for: `return model.theta, loss`.",
            lambda *args: mistaken_epoch(*args)[0],
        ),
        Wrong(
            "eta-left-out",
            "Your steps are the whole gradients. η says how much of them to go.",
            lambda model, X, Y, eta, size, rng: mistaken_epoch(model, X, Y, 1.0, size, rng),
        ),
        Wrong(
            "drawn-for-each-batch",
            "You draw a handful of examples anew for each batch, so in an epoch some come twice "
            "and some not at all. Draw one order, before the loop, and cut it.",
            redrawing_by_choice(False),
            gives(
                redrawing_by_choice(False),
                redrawing_by_choice(True),
                redrawing_by_choice(False, first=True),
                redrawing_by_choice(True, first=True),
            ),
        ),
        Wrong(
            "times-the-batch",
            "The gradient is multiplied by the length of the batch. `loss_and_grad` has taken the "
            "mean, and a mean is what to step along.",
            partial(mistaken_epoch, share=lambda batch, batch_size: 1 / len(batch)),
            gives(
                partial(mistaken_epoch, share=lambda batch, batch_size: 1 / len(batch)),
                partial(mistaken_epoch, share=lambda batch, batch_size: 1 / batch_size),
            ),
        ),
        Wrong(
            "losses-of-everything",
            "The losses are those of all examples after each step. `loss_and_grad` has told the "
            "loss of the batch already, before its step.",
            cut_and_measured,
        ),
        Wrong(
            "last-loss-shared",
            "The loss of the last batch alone is divided. Keep that of every batch, for the mean.",
            partial(mistaken_epoch, total=lambda losses, lengths: losses[-1] / np.sum(lengths)),
        ),
        Wrong(
            "losses-divided-by-batch-size",
            "The sum of the batches' losses is divided by `batch_size`. Their number is that of "
            "the batches.",
            lambda model, X, Y, eta, size, rng: mistaken_epoch(
                model, X, Y, eta, size, rng, total=lambda losses, lengths: np.sum(losses) / size
            ),
        ),
        Wrong(
            "model-returned",
            "The model itself came where `theta` is asked for: `return model.theta, loss`.",
            lambda model, *rest: (model, mistaken_epoch(model, *rest)[1]),
        ),
        Wrong(
            "batches-overlap",
            "The batches overlap: your cuts begin at every example. Go on by `batch_size`.",
            cut_otherwise(lambda order, size: [order[k : k + size] for k in range(len(order))]),
        ),
        Wrong(
            "two-epochs",
            "The examples were gone through twice. One epoch is asked for.",
            twice_through,
        ),
        Wrong(
            "order-reversed",
            "The order is read from its end. Cut it from the front.",
            cut_otherwise(
                lambda order, size: [order[::-1][k : k + size] for k in range(0, len(order), size)]
            ),
        ),
        Wrong(
            "model-stays",
            "Each step is forgotten: the model stays where it is, so every gradient is that "
            "of its first place. Assign to `model.theta`.",
            steps_from_the_start,
        ),
    ),
)
