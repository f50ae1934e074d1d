"""gates.gru against torch.nn.GRU: the judge of the exercise, and the numbers that it gives."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from nnlib.checks import EXERCISES  # noqa: E402
from nnlib.checks.texts import text  # noqa: E402

EXERCISE = EXERCISES["gates.gru"]
ARRAYS = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")


def by_torch(weights, x, E):
    """States and gradients of torch.nn.GRU, in the shapes of the exercise."""
    (_, D, _), H = x.shape, weights[1].shape[1]
    model = torch.nn.GRU(D, H, dtype=torch.float64)
    with torch.no_grad():
        for name, w in zip(ARRAYS, weights, strict=True):
            theirs = getattr(model, name)
            theirs.copy_(torch.tensor(w).reshape(theirs.shape))
    h, _ = model(torch.tensor(x).transpose(1, 2))
    (h * torch.tensor(E).transpose(1, 2)).sum().backward()
    grads = [getattr(model, name).grad.numpy() for name in ARRAYS]
    shaped = [grad.reshape(w.shape) for grad, w in zip(grads, weights, strict=True)]
    return h.detach().numpy().transpose(0, 2, 1), *shaped


@pytest.mark.parametrize("seed", range(3))
def test_the_judge_of_the_gru_says_what_torch_says(seed):
    for case in EXERCISE.cases_for(seed):
        for ours, theirs in zip(EXERCISE.right(*case.args), by_torch(*case.args), strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-12)


def test_the_numbers_that_learners_are_given_are_those_of_torch():
    given = {"np": np}
    exec(text(EXERCISE.room, "given.py"), given)
    h, *grads = by_torch(given["weights"], given["x"], given["E"])
    said = given["torch_says"]
    np.testing.assert_allclose(said["h"], h[-1, :, 0], rtol=0, atol=5.1e-5)
    lengths = [np.linalg.norm(grad) for grad in grads]
    np.testing.assert_allclose(said["lengths"], lengths, rtol=0, atol=5.1e-5)
