"""A test of the tests: bugs of one line, put into a copy of nnlib one at a time, must be noticed.

Each is a slip that such code is known for. The file of tests that should notice it runs on the
broken copy in a process of its own. When a line of nnlib changes, its bugs here change with it.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests" / "nnlib"
# Quick ones without Hypothesis, which would search on for the simplest case after a failure.
FILES = [
    "core_numbers",
    "train",
    "purity",
    "saturation",
    "inputs",
    "bad_input",
    "datasets",
    "ensemble",
]

# The module of nnlib, the file of tests that should notice, what is wrong; then a piece of a line
# that occurs once in the module, and what stands there instead.
BUGS = r"""
activations, core_numbers: sign lost in the exponent
- np.exp(-z)
+ np.exp(z)

activations, core_numbers: sign in the sigmoid's slope
- a * (ONE - a)
+ a * (ONE + a)

activations, core_numbers: slope that cancels near 0 and 1
- a * (ONE - a)
+ a - a * a

activations, core_numbers: square lost in the slope of tanh
- ONE - a * a
+ ONE - a

activations, core_numbers: relu has slope 1 where it is off
- np.sign)
+ np.ones_like)

activations, saturation: softmax overflows
- np.exp(z - z.max(axis=0))
+ np.exp(z)

activations, saturation: softmax takes the maximum of all columns
- np.exp(z - z.max(axis=0))
+ np.exp(z - z.max())

activations, core_numbers: softmax sums over the examples
- e.sum(axis=0)
+ e.sum(axis=1)[:, None]

losses, core_numbers: 1/N lost in the delta of mse
- share(2, error.size)
+ 2.0

losses, core_numbers: 1/N lost in mse
- float(np.vdot(error, error)) / error.size
+ float(np.vdot(error, error))

losses, core_numbers: mse averages over examples only
- share(2, error.size)
+ share(2, a.shape[1])

losses, core_numbers: factor 2 lost in mse
- share(2, error.size)
+ share(1, error.size)

losses, core_numbers: σ′ dropped in the delta of mse
- share(2, error.size) * error * slope(a)
+ share(2, error.size) * error

losses, core_numbers: σ′ of z instead of a
- share(2, error.size) * error * slope(a)
+ share(2, error.size) * error * slope(z)

losses, core_numbers: sign of the error
- error = a - y
+ error = y - a

losses, core_numbers: 1/N lost in the delta of half the squared error
- error * slope(a) / columns
+ error * slope(a)

losses, core_numbers: half lost
- 0.5 * float
+ float

losses, core_numbers: 1/N lost in the binary cross-entropy
- float(total) / columns, (a - y) / columns
+ float(total), (a - y)

losses, core_numbers: σ′ kept in the delta of the cross-entropy
- float(total) / columns, (a - y)
+ float(total) / columns, (a - y) * slope(a)

losses, saturation: cross-entropy from a, not from z
- np.logaddexp(ZERO, -z), np.logaddexp(ZERO, z)
+ -np.log(a), -np.log(1.0 - a)

losses, saturation: certain outputs hidden by a small number
- np.logaddexp(ZERO, -z)
+ -np.log(a + 1e-12)

losses, core_numbers: targets 0 forgotten in the cross-entropy
- np.vdot(ONE - y, from_zeros)
+ 0.0

losses, core_numbers: sign of the categorical cross-entropy
- -float(np.vdot(y, log_a))
+ float(np.vdot(y, log_a))

losses, core_numbers: 1/N lost in the categorical cross-entropy
- float(np.vdot(y, log_a)) / columns
+ float(np.vdot(y, log_a))

losses, saturation: logarithm of sums overflows
- below_top = z - z.max(axis=0)
+ below_top = z

neuron, core_numbers: averaged twice
- delta.dot(trace.x.T, out=grad[0])
+ (delta / delta.size).dot(trace.x.T, out=grad[0])

mlp, core_numbers: σ′ dropped in the hidden delta
- self._W_T[l].dot(delta) * self._f_slope(A[l])
+ self._W_T[l].dot(delta)

mlp, core_numbers: σ′ of z in the hidden delta
- self._f_slope(A[l])
+ self._f_slope(Z[l])

mlp, core_numbers: W for Wᵀ
- self._W_T = [W.T for W in self.W]
+ self._W_T = [W.reshape(W.shape[::-1]) for W in self.W]

mlp, core_numbers: bias gradient of one example
- delta.dot(padded[l].T, out=grad[l])
+ delta.dot(padded[l].T, out=grad[l])[:, : self.pad] = delta[:, : self.pad]

mlp, core_numbers: bias gradient 0 in the first layer
- delta.dot(padded[0].T, out=grad[0])
+ delta.dot(padded[0].T, out=grad[0])[:, : self.pad] = 0.0

mlp, core_numbers: biases of the upper layers unused
- np.ones((self.pad + n, shape[1]))
+ np.zeros((self.pad + n, shape[1]))

mlp, core_numbers: hidden activation at the output
- self._g(Z[-1])
+ self._f(Z[-1])

mlp, core_numbers: deltas in the order of the way back
- tuple(deltas)
+ (None, *deltas[:0:-1])

mlp, purity: every pass in the same room
- A = [below[self.pad :] for below in padded]
+ padded = self.__dict__.setdefault("_kept", padded); A = [below[self.pad :] for below in padded]

rnn, core_numbers: recurrent part missing
- W.dot(u[t], out=Z[t])
+ W[:, : D + 1].dot(u[t, : D + 1], out=Z[t])

rnn, core_numbers: state of the step before last
- H[t + 1] = self._f(Z[t])
+ H[t + 1] = self._f(Z[max(t - 1, 0)])

rnn, core_numbers: first state at every step
- W.dot(u[t], out=Z[t])
+ W.dot(np.vstack([u[t, : D + 1], H[0]]), out=Z[t])

rnn, core_numbers: Wᵀ for W over time
- W.dot(u[t], out=Z[t])
+ np.hstack([W[:, : D + 1], W[:, D + 1 :].T]).dot(u[t], out=Z[t])

rnn, core_numbers: initial state of 1
- u[:, D] = 1.0
+ u[:, D:] = 1.0

rnn, core_numbers: biases of both layers unused
- u[:, D] = 1.0
+ u[:, D] = 0.0

rnn, core_numbers: recurrent term missing in δ_t
- delta_t += back.dot(delta[t + 1])
+ delta_t += 0.0

rnn, core_numbers: = for += on the way back
- delta_t += back.dot(delta[t + 1])
+ delta_t[...] = back.dot(delta[t + 1])

rnn, core_numbers: δ_t for δ_{t+1}
- back.dot(delta[t + 1])
+ back.dot(delta[t])

rnn, core_numbers: W for Wᵀ on the way back
- W_hh.T.copy()
+ W_hh.copy()

rnn, core_numbers: σ′ dropped on the way back
- delta_t *= slope[t]
+ delta_t *= 1.0

rnn, core_numbers: σ′ of the state before
- slope, back = self._f_slope(H[1:])
+ slope, back = self._f_slope(H[:-1])

rnn, core_numbers: h_t for h_{t-1} in the gradient of W_hh
- _columns(u[:T]).T
+ _columns(np.concatenate([u[:T, : D + 1], H[1:]], axis=1)).T

rnn, core_numbers: h_{t-1} for h_t in the gradient of W_hy
- delta_y.dot(trace.padded.T
+ delta_y.dot(_columns(u[:-1, D:]).T

rnn, core_numbers: gradient of the last step for the sum
- _columns(delta[:T]).dot(_columns(u[:T]).T, out=grad[0])
+ delta[T - 1].dot(u[T - 1].T, out=grad[0])

rnn, core_numbers: way back stops at the second step
- range(T - 1, -1, -1)
+ range(T - 1, 0, -1)

rnn, purity: every pass in the same room
- return u
+ return self.__dict__.setdefault("_u", u)

model, core_numbers: bias without its constant input
- np.ones((*rows.shape[:-1]
+ np.zeros((*rows.shape[:-1]

model, core_numbers: outputs in columns
- self.forward(X).output.T
+ self.forward(X).output

model, purity: every gradient in the same array
- np.empty_like(self.theta)
+ self.__dict__.setdefault("_grad", np.zeros_like(self.theta))

model, purity: copies compute with views of nothing
- self._blocks = cut(self._theta, self._shapes)
+ self.__dict__.setdefault("_blocks", cut(self._theta, self._shapes))

model, purity: assigning to θ leaves the views behind
- write("theta", self._theta, values)
+ self._theta = np.array(values, dtype=float)

model, purity: new weights every time
- np.random.default_rng(0) if
+ np.random.default_rng() if

model, purity: random biases
- if not name.startswith("b")
+ if name

model, saturation: overflow reported
- np.errstate(over="ignore")
+ np.errstate()

training, train: sign of the update
- theta -= velocity
+ theta += velocity

training, train: θ replaced, not changed in place
- theta -= velocity if momentum else grad
+ theta = theta - (velocity if momentum else grad)

training, train: momentum of the wrong sign
- velocity *= momentum
+ velocity *= -momentum

training, train: velocity overwritten
- velocity += grad
+ velocity[:] = grad

training, train: velocity forgotten
- velocity if momentum else grad
+ grad

training, train: clipped after the learning rate
- grad *= rate
+ grad *= rate * (1.0 if max_norm is None else 1.01)

training, train: clips the short and not the long
- grad *= min(1.0,
+ grad *= max(1.0,

training, train: clips by the squared norm
- np.sqrt(np.vdot(grad, grad))
+ np.vdot(grad, grad)

batches, train: Y not shuffled with X
- zip(self.all, self.drawn, strict=True)
+ zip(self.all[:1], self.drawn[:1], strict=True)

batches, train: nothing shuffled
- self.rng.permutation(self.all[0].shape[-1])
+ np.arange(self.all[0].shape[-1])

batches, train: each epoch shuffles the one before
- np.take(columns.T, order
+ np.take(drawn.T.copy() if drawn.any() else columns.T, order

batches, train: last, shorter batch dropped
- range(0, x.shape[-1], size)
+ range(0, x.shape[-1] - size + 1, size)

batches, train: shuffles the caller's columns in place
- x, y = np.empty_like(x), np.empty_like(y)
+ pass

training, train: loss of the last batch only
- total += model
+ total = model

training, train: loss summed over the batches
- total / n_batches
+ total

training, train: infinite loss accepted
- (math.isfinite(total) and np.isfinite(theta).all())
+ np.isfinite(theta).all()

training, train: callback never ends it
- callback(epoch, losses[-1])
+ callback(epoch, losses[-1]) == 0.5

validation, purity: training with a caller's array
- array.astype(np.float64)
+ array.astype(np.float64, copy=False)

ensemble, ensemble: slope lost in the hidden error
- .sum(axis=0) * f_slope(a1)
+ .sum(axis=0)

ensemble, ensemble: mean over the examples lost
- delta2 = (2.0 / entries) *
+ delta2 = 2.0 *

ensemble, ensemble: biases of the output never trained
- eta * delta2.sum(axis=1)
+ 0.0 * delta2.sum(axis=1)

ensemble, ensemble: second layer stepped before the error passes through it
- delta1 = (W[:, :, None]
+ delta1 = ((W - eta * (delta2[:, None] * a1).sum(axis=2))[:, :, None]

ensemble, ensemble: loss of the last batch instead of the mean
- total = total + (error
+ total = (error

gradcheck, core_numbers: one-sided difference over two steps
- (_number(f(up)) - _number(f(down)))
+ (_number(f(up)) - _number(f(theta)))

gradcheck, core_numbers: difference over one step
- (up.flat[i] - down.flat[i])
+ eps

gradcheck, core_numbers: nudges of earlier entries kept
- up, down = theta.copy(), theta.copy()
+ up, down = theta, theta.copy()

gradcheck, purity: check that changes the model
- probe = copy.deepcopy(model)
+ probe = model

gradcheck, core_numbers: check that looks at the smallest error
- errors.argmax()
+ errors.argmin()

validation, bad_input: infinity let in
- np.isfinite(array).all()
+ (array == array).all()

validation, bad_input: time steps not compared
- [: len(inputs) - 1]
+ [:1]

training, bad_input: batch larger than the data
- ("batch_size", batch_size, 1, n)
+ ("batch_size", batch_size, 1)

validation, bad_input: η of 0 let in
- low < number < high
+ low <= number < high

validation, inputs: objects refused
- "biufO"
+ "biuf"

datasets, datasets: sign of the line's offset
- 1.5 * X[:, 1:] > 0.4
+ 1.5 * X[:, 1:] > -0.4

datasets, datasets: classes of the circle swapped
- [~inside, inside]
+ [inside, ~inside]

datasets, datasets: targets of the sequences a step early
- s[:, 1:].copy()
+ s[:, :2].copy()
"""


class Bug(NamedTuple):
    """One entry of `BUGS`."""

    module: str
    noticed_by: str
    fault: str
    old: str
    new: str


ENTRY = re.compile(r"(\w+), (\w+): (.+)\n- (.+)\n\+ (.+)")


def bugs():
    """Read `BUGS`."""
    return [Bug(*ENTRY.fullmatch(entry).groups()) for entry in BUGS.strip().split("\n\n")]


def environment(copy):
    """Return the variables under which `import nnlib` finds the copy and pytest only itself."""
    variables = {"PYTHONPATH": str(copy), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")} | variables


def run(copy, folder, *files):
    """Run files of tests on a copy of nnlib up to the first failure; return code and output."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=line", "-p", "no:cacheprovider"]
    result = subprocess.run(
        [*command, *(f"test_{name}.py" for name in files)],
        cwd=folder,
        env=environment(copy),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    return result.returncode, result.stdout + result.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with the tests alone, so that no other configuration plays a part."""
    folder = tmp_path_factory.mktemp("tests")
    for name in ["conftest.py", "reference.py", *(f"test_{name}.py" for name in FILES)]:
        shutil.copy(TESTS / name, folder)
    (folder / "pytest.ini").write_text(
        "[pytest]\nfilterwarnings = error\nmarkers = equation(label): as in pyproject.toml\n"
    )
    return folder


@pytest.fixture
def copy(tmp_path):
    """Return a folder that holds a copy of the core."""
    (tmp_path / "nnlib").mkdir()
    for path in (ROOT / "nnlib").glob("*.py"):
        shutil.copy(path, tmp_path / "nnlib")
    return tmp_path


def test_the_copy_is_what_is_tested(copy, folder):
    result = subprocess.run(
        [sys.executable, "-c", "import nnlib; print(nnlib.__file__)"],
        cwd=folder,
        env=environment(copy),
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(result.stdout.strip()).is_relative_to(copy)


def test_without_a_bug_all_is_well(copy, folder):
    code, output = run(copy, folder, *FILES)
    assert code == 0, output


@pytest.mark.parametrize("bug", bugs(), ids=lambda bug: f"{bug.module}: {bug.fault}")
def test_bug_is_noticed(bug, copy, folder):
    path = copy / "nnlib" / f"{bug.module}.py"
    text = path.read_text(encoding="utf-8")
    assert text.count(bug.old) == 1, f"{bug.old!r} should occur once in {bug.module}.py"
    path.write_text(text.replace(bug.old, bug.new), encoding="utf-8")
    code, output = run(copy, folder, bug.noticed_by)
    assert code != 0, f"no test of test_{bug.noticed_by}.py noticed: {bug.fault}"
    # Not a copy that cannot be loaded, nor tests that cannot be collected.
    assert code == 1, output
    assert re.search(r"^1 failed\b.* in ", output, re.MULTILINE), output
