"""The slips that the tests must notice: each is a change of nnlib's syntax tree (see mutation.py).

They stand by function, and then by the file of tests that should notice (`test_` left out; after a
colon the tests of it that are enough, as pytest's -k has them). When a function is rewritten so
that a slip finds no place any more, its entry here is rewritten with it.
"""

from typing import NamedTuple

from mutation import (
    Change,
    replace,
    without_divisor,
    without_factor,
    without_statement,
)


class Bug(NamedTuple):
    """One slip."""

    function: str
    noticed_by: str
    fault: str
    change: Change


# Buffers that outlive their pass, in a class whose models refuse new public attributes only.
KEEP = "return self.__dict__.setdefault('_kept', made)"

SLIPS = {
    # --- activations --------------------------------------------------------------------------
    "activations.sigmoid": {
        "core_numbers": {
            "sign lost in the exponent": replace("np.negative(z, out)", "np.positive(z, out)"),
        },
    },
    "activations.sigmoid_slope": {
        "core_numbers": {
            "sign in the sigmoid's slope": replace(
                "np.subtract(1.0, a, out)", "np.add(1.0, a, out)"
            ),
            "slope that cancels near 0 and 1": replace(
                "np.multiply(a, np.subtract(1.0, a, out), out)", "a - a * a"
            ),
        },
    },
    "activations.tanh_slope": {
        "core_numbers": {
            "square lost in the slope of tanh": replace("np.multiply(a, a, out)", "a"),
        },
    },
    "activations": {
        "core_numbers": {
            "relu has slope 1 where it is off": replace("np.sign", "np.ones_like"),
        },
    },
    "activations.softmax": {
        "saturation": {
            "softmax overflows": replace("np.subtract(z, top, out)", "z"),
            "softmax takes the maximum of all columns": replace(
                "z.max(axis=k, keepdims=True)", "z.max()"
            ),
        },
        "core_numbers": {
            "softmax sums over the examples": replace(
                "e.sum(axis=k, keepdims=True)", "e.sum(axis=-1, keepdims=True)"
            ),
        },
    },
    # --- losses -------------------------------------------------------------------------------
    "losses.share_of": {
        "core_numbers": {
            "1/N lost in every loss and δ": without_divisor("y.size"),
            "every loss a mean over entries, not columns": replace(
                "y.shape[k] / y.size", "1.0 / y.size"
            ),
        },
        "contract_training: ratios": {
            "weights not divided by their sum": replace("w / (w.sum() or 1.0)", "w"),
            "weights divided by their number": replace("w.sum() or 1.0", "w.size"),
        },
    },
    "losses.mse": {
        "core_numbers": {
            "1/N lost in mse and its delta": replace("2.0 / units * share", "2.0 / units"),
            "mse averages over examples only": replace("2.0 / units * share", "2.0 * share"),
            "factor 2 lost in mse and its delta": replace("2.0 / units", "1.0 / units"),
            "σ′ dropped in the delta of mse": replace(
                "np.multiply(dC_da, slope(a, out), out)", "dC_da"
            ),
            "σ′ of z instead of a": replace(
                "np.multiply(dC_da, slope(a, out), out)", "np.multiply(dC_da, slope(z, out), out)"
            ),
            "sign of the error": replace("np.subtract(a, y, out)", "np.subtract(y, a, out)"),
            "loss twice what its delta is the derivative of": without_factor("0.5"),
        },
    },
    "losses.half_squared_error": {
        "core_numbers": {
            "1/N lost in half the squared error and its delta": without_factor("share", at=0),
            "half lost": without_factor("0.5"),
            "σ′ dropped in the delta of half the squared error": replace(
                "np.multiply(dC_da, slope(a, out), out)", "dC_da"
            ),
        },
    },
    "losses.binary_cross_entropy": {
        "core_numbers": {
            "1/N lost in the delta of the binary cross-entropy": replace(
                "np.multiply(share, np.subtract(a, y, out), out)", "np.subtract(a, y, out)"
            ),
            "σ′ kept in the delta of the cross-entropy": replace(
                "np.multiply(share, np.subtract(a, y, out), out)", "share * (a - y) * slope(a)"
            ),
            "targets 0 forgotten in the cross-entropy": replace(
                "np.vdot(share * (1 - y), from_zeros)", "0.0"
            ),
            "1/N lost for targets 1": replace(
                "np.vdot(share * y, from_ones) + zeros", "np.vdot(y, from_ones) + zeros"
            ),
        },
        "saturation": {
            "cross-entropy from a, not from z": replace(
                "np.logaddexp(0, z)", "-np.log(1.0 - a)", at=1
            ),
            "certain outputs hidden by a small number": replace(
                "np.logaddexp(0, -z)", "-np.log(a + 1e-12)"
            ),
        },
    },
    "losses.categorical_cross_entropy": {
        "core_numbers": {
            "sign of the categorical cross-entropy": replace("-float(total)", "float(total)"),
            "1/N lost in the categorical cross-entropy": replace(
                "np.vdot(share * y, log_a)", "np.vdot(y, log_a)"
            ),
            "1/N lost in the delta of the categorical cross-entropy": replace(
                "np.multiply(share, np.subtract(a, y, out), out)", "np.subtract(a, y, out)"
            ),
        },
        "saturation": {
            "logarithm of sums overflows": replace("z - z.max(axis=k, keepdims=True)", "z"),
        },
    },
    # --- neuron and multilayer perceptron -----------------------------------------------------
    "neuron.Neuron._backward": {
        "core_numbers": {
            "averaged twice": replace("delta.dot(x, out=g)", "(delta / delta.size).dot(x, out=g)"),
        },
    },
    "mlp.MLP._backward": {
        "core_numbers": {
            "σ′ dropped in the hidden delta": without_statement("now *= self._f_slope(a, slope)"),
            "σ′ of z in the hidden delta": replace(
                "self._f_slope(A[l], slopes[l])",
                "self._f_slope(Z[l], slopes[l])",
                given="(Z, A, padded), W, (deltas, slopes) = trace, self.W, scratch",
            ),
            "W for Wᵀ": replace("W.T.dot(delta, out)", "W.reshape(W.shape[::-1]).dot(delta, out)"),
            "bias gradient of one example": replace(
                "delta.dot(a[l].T, out=g[l])",
                "delta.dot(a[l].T, out=g[l])[:, : self.bias] = delta[:, : self.bias]",
                at=0,
            ),
            "bias gradient 0 in the first layer": replace(
                "delta.dot(a[0].T, out=g[0])", "delta.dot(a[0].T, out=g[0])[:, : self.bias] = 0.0"
            ),
            "deltas in the order of the way back": replace(
                "tuple(deltas)", "(None, *deltas[:0:-1])"
            ),
        },
    },
    "mlp.MLP._buffers": {
        "core_numbers": {
            "biases of the upper layers unused": replace("np.ones(shape)", "np.zeros(shape)"),
        },
        "purity": {
            "every pass in the same buffers": replace("return made", KEEP),
        },
    },
    "mlp.MLP._forward": {
        "core_numbers": {
            "hidden activation at the output": replace(
                "self._activations[l]", "self._activations[1]"
            ),
        },
    },
    # --- recurrent networks -------------------------------------------------------------------
    "rnn.RNN._forward": {
        "core_numbers": {
            "recurrent part missing": replace("u[:, D + 1 :]", "u[:, D + 1 :].copy()"),
            "the state of the step before left out": replace(
                "self._f(z, H[t + 1])", "H[t + 1] = self._f(z) - H[t]"
            ),
            "first input at every step": replace("W.dot(u[t], out=z)", "W.dot(u[0], out=z)"),
            "input a step late": replace("u[:-1, :D] = x", "u[1:, :D] = x"),
        },
    },
    "recurrent.Recurrent._buffers": {
        "core_numbers": {
            "initial state of 1": replace("u[:, D] = 1.0", "u[:] = 1.0"),
            "biases unused": without_statement("u[:, D] = 1.0"),
            "last answer without its biases": replace("u[:, D] = 1.0", "u[:-1, D] = 1.0"),
        },
        "purity": {
            "every pass of an RNN in the same buffers": replace("return made", KEEP),
        },
    },
    "rnn.RNN._backward": {
        "core_numbers": {
            "recurrent term missing in δ_t": without_statement("now += back.dot(delta[t + 1])"),
            "= for += on the way back": replace(
                "now += back.dot(delta[t + 1])", "now[...] = back.dot(delta[t + 1])"
            ),
            "δ_t for δ_{t+1}": replace("back.dot(delta[t + 1])", "back.dot(delta[t])"),
            "W for Wᵀ on the way back": replace("W.T.copy()", "W.copy()"),
            "σ′ dropped on the way back": without_statement("now *= self._f_slope(h, slope)"),
            "σ′ of the state before": replace(
                "self._f_slope(H[t + 1], slope)", "self._f_slope(H[t], slope)"
            ),
            "h_t for h_{t-1} in the gradient of W_hh": replace("trace.u[:-1]", "trace.u[1:]"),
            "way back stops at the second step": replace(
                "range(len(H) - 1)", "range(1, len(H) - 1)"
            ),
        },
    },
    "recurrent.Recurrent._read_back": {
        "core_numbers": {
            "h_{t-1} for h_t in the gradient of W_hy": replace(
                "trace.h.T", "columns(trace.u[:-1, -len(trace.h) :]).T"
            ),
            "what comes from the answers a step late": replace(
                "memory[first:-1]", "memory[first + 1 :]"
            ),
        },
        "contract_sequences: last_answer": {
            "the last answer's error entering at the first step": replace(
                "memory[first:-1]", "memory[: -1 - first]"
            ),
        },
    },
    "recurrent.Recurrent._read": {
        "contract_sequences: last_answer": {
            "the first state answered for the last": replace(
                "u[self._answered, D:]", "u[1 : 1 + len(u[self._answered]), D:]"
            ),
        },
    },
    "recurrent.Recurrent.step": {
        "contract_sequences: step_by_step": {
            "step that forgets its state": replace("self.forward(x, state)", "self.forward(x)"),
        },
    },
    "rnn.RNN._begin": {
        "contract_sequences: two_pieces": {
            "state from outside halved": replace(
                "u[0, first:] = state", "u[0, first:] = 0.5 * state"
            ),
        },
    },
    "lstm.LSTM._forward": {
        "core_numbers: lstm": {
            "c_t for c_{t-1}": replace("f * c[t] + i * g", "f * c[t + 1] + i * g"),
            "the forget gate left out": replace("f * c[t] + i * g", "c[t] + i * g"),
            "what is new let in by the gate of what is old": replace(
                "f * c[t] + i * g", "f * c[t] + f * g"
            ),
            "o for i": replace("f * c[t] + i * g", "f * c[t] + o * g", given="i, f, o, g = a[t]"),
            "tanh of the memory lost": replace(
                "np.tanh(c[t + 1], tanh_c[t])", "np.positive(c[t + 1], tanh_c[t])"
            ),
            "the state without its gate": replace("H[t + 1] = o * s[t]", "H[t + 1] = s[t]"),
            "h does not go on to the next step": replace("u[:, D + 1 :]", "u[:, D + 1 :].copy()"),
            "a sigmoid for the candidate": replace(
                "np.tanh(four[t, 3], gates[t, 3])", "sigmoid(four[t, 3], gates[t, 3])"
            ),
        },
    },
    "lstm.LSTM._backward": {
        "core_numbers: lstm": {
            "path through h forgotten": without_statement("dC_dh[t] += back.dot(four[t + 1])"),
            "path through h forgotten in the forget gate": replace(
                "W.T.copy()", "W.T.copy() * np.repeat([1, 0, 1, 1], W.shape[1])"
            ),
            "path through h forgotten in the candidate": replace(
                "W.T.copy()", "W.T.copy() * np.repeat([1, 1, 1, 0], W.shape[1])"
            ),
            "W for Wᵀ on the way back": replace("W.T.copy()", "W.reshape(W.shape[::-1])"),
            "path along the memory forgotten": replace(
                "along_c = f * b[t]", "along_c = 0 * b[t]", at=0
            ),
            "path along the memory without its gate": replace(
                "along = f * b[t]", "along = b[t]", at=0
            ),
            "only one of the two paths out of c": replace("b * c + along", "b * c"),
            "slope of tanh c lost": replace("a * o * tanh_slope(c) + b", "a * o + b"),
            "slope of the gates lost": replace(
                "sigmoid_slope(trace.gates, slope)", "slope.fill(1.0)"
            ),
            "σ′ for the candidate": without_statement("tanh_slope(trace.g, slope[:, 3])"),
            "c_t for c_{t-1} in the forget gate": replace("trace.C[t]", "trace.C[t + 1]"),
            "∂C/∂c for ∂C/∂h in the output gate": replace(
                "dC_dh[t] * trace.tanh_c[t]",
                "dC_dc[t] * trace.tanh_c[t]",
                given="dC_dc[t] = a * tanh_slope(c) + b",
            ),
            "c for tanh c in the output gate": replace(
                "c[t] * trace.tanh_c[t]", "c[t] * trace.C[t + 1]"
            ),
            "g for i in the candidate": replace("d[t, 3] = e[t] * i", "d[t, 3] = d[t, 0]"),
            "h_t for h_{t-1} in the gradient": replace("trace.u[:-1]", "trace.u[1:]"),
        },
    },
    "lstm.LSTM._draw": {
        "core_numbers: forget_bias": {
            "forget bias lost": without_statement("self.b_f = self.forget_bias"),
            "forget bias of the input gate": replace(
                "self.b_f = self.forget_bias", "self.b_i = self.forget_bias"
            ),
        },
    },
    "lstm.LSTM._named": {
        "core_numbers: lstm": {
            "gates in the order of torch": replace(
                "zip(FOUR, n, strict=True)", "zip('ifgo', n, strict=True)"
            ),
        },
    },
    "lstm.LSTM._begin": {
        "contract_sequences: two_pieces": {
            "h carried, c forgotten": without_statement("c[0] = state"),
            "h for c": replace("state[1]", "state[0]"),
        },
    },
    # --- model and parameters -----------------------------------------------------------------
    "model.Model._padded": {
        "core_numbers": {
            "bias without its constant input": replace("np.ones(shape)", "np.zeros(shape)"),
        },
    },
    "model.in_rows": {
        "core_numbers": {
            "outputs in columns": replace("np.moveaxis(a, -1, 0)", "a"),
        },
    },
    "model.Model.backward": {
        "purity": {
            "every gradient in the same array": replace(
                "np.empty_like(self.theta)",
                "self.__dict__.setdefault('_grad', np.zeros_like(self.theta))",
            ),
        },
        "contract_sequences: trace": {
            "traces of other parameters accepted": without_statement(
                "traces.recognise(trace, self)"
            ),
        },
    },
    "model.Model.theta": {
        "purity": {
            "assigning to θ leaves the views behind": replace(
                "write('theta', self._theta, values)", "self._theta = np.array(values, float)"
            ),
        },
    },
    "model.Model.__init__": {
        "purity": {
            "new weights every time": replace(
                "np.random.default_rng(0)", "np.random.default_rng()"
            ),
        },
    },
    "model.Model._draw": {
        "purity": {
            "random biases": replace("not name.startswith('b')", "name"),
        },
    },
    "model": {
        "saturation": {
            "overflow reported": replace(
                "np.errstate(over='ignore', under='ignore')", "np.errstate(under='ignore')"
            ),
        },
        "contract_data: strict_floating_point": {
            "underflow reported": replace(
                "np.errstate(over='ignore', under='ignore')", "np.errstate(over='ignore')"
            ),
        },
    },
    "model.Model.__setstate__": {
        "purity": {
            "copies compute with views of something else": replace(
                "self._view(self._theta)",
                "self._blocks = views_of(self._theta.copy(), self._shapes)\n"
                "self._views = self._named(self._blocks)",
            ),
        },
    },
    "model.Model._view": {
        "core_numbers": {
            "named views of another array than θ": replace(
                "views_of(theta, shapes)", "views_of(theta.copy(), shapes)"
            ),
        },
    },
    "parameters.write": {
        "contract_parameters: refused": {
            "values of another shape spread over a view": replace(
                "array.shape not in {old.shape, ()}", "array.size == 0"
            ),
            "values that are no finite numbers written": replace(
                "[floats(name, array) for array in values]", "[np.array(v) for v in values]"
            ),
        },
    },
    # --- optimizers and training --------------------------------------------------------------
    "optimizers.Descent.step": {
        "train": {
            "sign of the update": replace("theta -= grad", "theta += grad"),
            "θ replaced, not changed in place": replace("theta -= grad", "theta = theta - grad"),
        },
    },
    "optimizers.Momentum.step": {
        "train: momentum": {
            "momentum of the wrong sign": replace("v *= self.momentum", "v *= -self.momentum"),
            "velocity overwritten": replace("v += grad", "v[:] = grad", given="v *= self.momentum"),
            "velocity forgotten": replace(
                "np.multiply(v, eta, out=grad)", "np.multiply(grad, eta, out=grad)"
            ),
        },
    },
    "optimizers.Adam.step": {
        "contract_training: on_paper": {
            "mean of the gradient not corrected for its start": without_divisor(
                "1.0 - self.beta1 ** t"
            ),
            "mean of the squares not corrected for its start": without_divisor(
                "1.0 - self.beta2 ** t"
            ),
            "root of the squares lost": replace("np.sqrt(v) + self.eps", "v + self.eps"),
            "the two betas swapped": replace("1.0 - self.beta2", "1.0 - self.beta1", at=0),
            "steps counted one too few": replace(
                "self.beta1 ** self.steps", "self.beta1 ** max(self.steps - 1, 1)"
            ),
        },
    },
    "optimizers.Remembering.remembered": {
        "contract_training: on_paper": {
            "memory that lasts a step": replace("self.theta is None", "True"),
        },
        "contract_training: another_model": {
            "memory of another model used": replace(
                "self.theta is not theta and different", "False"
            ),
        },
    },
    "optimizers.optimizer_for": {
        "contract_training: fifty": {
            "memory that lasts a call": replace(
                "return optimizer", "return type(optimizer)()", at=1
            ),
        },
    },
    "objective.decay_of": {
        "contract_training: weight_decay": {
            "biases decay too": replace("name.startswith('b')", "name.startswith('?')"),
        },
    },
    "objective.clip": {
        "train: max_norm": {
            "clips to a little more than it says": replace(
                "grad *= max_norm / a / b", "grad *= 1.01 * max_norm / a / b"
            ),
            "clips the short and not the long": replace(
                "length * largest > max_norm", "length * largest < max_norm"
            ),
            "clips by the squared norm": replace(
                "math.sqrt(np.vdot(unit, unit))", "float(np.vdot(unit, unit))"
            ),
        },
        "contract_training: clipping_scales": {
            "squares that overflow": replace("np.abs(grad).max()", "1.0"),
        },
    },
    "objective.Objective.__init__": {
        "contract_training: subclass": {
            "gradients that a subclass returns not trained with": replace(
                "model._is_overridden()", "False"
            ),
        },
    },
    "training.train": {
        "contract_training: weight_decay": {
            "weight decay pushes weights away": replace(
                "np.add(grad, pull, out=grad)", "np.subtract(grad, pull, out=grad)"
            ),
        },
        "contract_training: without_shuffling": {
            "shuffle=False ignored": replace(
                "chosen and size is not None and more", "size is not None and more"
            ),
        },
        "contract_training: history_so_far": {
            "history lost with an error": without_statement("error.history = recorder.history()"),
        },
        "bad_input": {
            "batch larger than the data": replace(
                "whole('batch_size', size, 1, n)", "whole('batch_size', size, 1)"
            ),
        },
    },
    "history.Recorder.after_epoch": {
        "contract_training: validation": {
            "validation losses in the order of a stack": replace(
                "self.validations.append(cost)", "self.validations.insert(0, cost)"
            ),
        },
        "train: answers_true": {
            "callback never ends it": replace(
                "isinstance(answer, kinds) and bool(answer)", "False"
            ),
        },
        "contract_training: only_true": {
            "callback ends it with whatever counts as true": replace(
                "isinstance(answer, kinds) and bool(answer)", "bool(np.any(answer))"
            ),
        },
    },
    "batches.Batches.epoch": {
        "train": {
            "Y not shuffled with X": replace(
                "zip(self.given, self.drawn, strict=True)",
                "zip(self.given[:1], self.drawn[:1], strict=True)",
            ),
            "nothing shuffled": replace("self.rng.permutation(n)", "np.arange(n)"),
        },
        "contract_training: weights_go": {
            "weights not shuffled with X": replace(
                "zip(self.given, self.drawn, strict=True)",
                "zip(self.given[:2], self.drawn[:2], strict=True)",
            ),
        },
    },
    "batches.Batches._cut": {
        "train": {
            "last, shorter batch dropped": replace(
                "range(0, n, size)", "range(0, n - size + 1, size)"
            ),
        },
        "contract_training: mean_over_examples": {
            "each batch counts the same, the short one too": replace("n or float(w.sum())", "1"),
        },
    },
    "batches.Batches.__init__": {
        "train": {
            "shuffles the columns in place": replace("np.empty_like(a)", "a"),
        },
    },
    "descent.descend": {
        "train": {
            "loss of the last batch only": replace(
                "loss += counts * gradient(*batch)", "loss = counts * gradient(*batch)"
            ),
            "loss summed over the examples": without_divisor("seen"),
            "infinite loss accepted": replace("not math.isfinite(loss)", "False"),
        },
        "contract_training: last_finite": {
            "θ left as the divergence made it": without_statement("theta[...] = safe", at=1),
            "θ put back to the start of the training": without_statement(
                "safe, before = before, safe"
            ),
        },
        "contract_training: over_time or function": {
            "η of the first epoch throughout": replace(
                "rate(epoch) if callable(rate) else rate", "rate(0) if callable(rate) else rate"
            ),
        },
    },
    # --- compiled loops -----------------------------------------------------------------------
    "loops/units.times_slope": {
        "loops: every_activation": {
            "σ′ of the loops without its second factor": replace(
                "delta[t, j, i] *= a[t, j, i] * (1 - a[t, j, i])", "delta[t, j, i] *= a[t, j, i]"
            ),
        },
    },
    "loops/outputs.softmax": {
        "loops: saturate": {
            "softmax of the loops overflows": replace(
                "exp(z[s, j, i] - z[s, 0, i])", "exp(z[s, j, i])"
            ),
        },
    },
    "loops/outputs.squared_error": {
        "loops: every_loss": {
            "share of an example lost": replace("x * share[s, i] * e", "x * e"),
        },
    },
    "loops/exponential.exp": {
        "loops: every_loss": {
            "a term of the series lost": replace("C2 + x", "C2", at=0),
        },
    },
    "loops/sums.weighted_sum": {
        "loops: every_depth": {
            "one arrow of those that leave a unit": replace("p + stride", "p + 1", at=0),
        },
    },
    "loops/sums.products": {
        "loops: tile": {
            "only the last tile counts": replace("grad[p] += g_k", "grad[p] = g_k", at=4),
        },
    },
    "loops/layers.forward": {
        "loops: every_depth": {
            "every layer looks at the inputs": replace("l - 1", "0", at=2),
        },
    },
    "loops/layers.backward": {
        "loops: every_depth": {
            "gradient of a layer's own outputs": replace(
                "all_products(grad, p, row, delta, l, rows, a, l - 1, low, K, n)",
                "all_products(grad, p, row, delta, l, rows, a, l, low, K, n)",
            ),
        },
    },
    "loops/layers.below": {
        "loops: every_depth": {
            "σ′ lost on the way down": without_statement("times_slope(delta, a, l, j, n, f)"),
        },
    },
    "loops/layers.take": {
        "loops: every_combination": {
            "targets not in the order of their examples": replace(
                "y[row, 0, j]", "y[begin + i, 0, j]", given="row = order[begin + i]"
            ),
        },
    },
    "loops/steps.clip": {
        "loops: everything_at_once": {
            "the loops clip by the squared norm": replace("math.sqrt(squares)", "squares"),
        },
    },
    "loops/steps.momentum_step": {
        "loops: every_combination": {
            "gradient left for the next batch": without_statement("grad[p] = 0.0"),
        },
    },
    "loops/epochs.shares": {
        "loops: every_combination": {
            "weights of the loops not divided by their sum": replace("weight / whole", "weight"),
        },
    },
    "loops/epochs.trainer": {
        "loops: everything_at_once": {
            "decay clipped too": replace(
                "if codes.clips and not clip(grad, numbers.max_norm):\n"
                "    return Progress(epoch, loss, turn, t)",
                "if codes.decays:\n"
                "    add_decay(grad, decay, theta)\n"
                "clip(grad, numbers.max_norm)\n"
                "for p in range(len(grad)):\n"
                "    grad[p] -= decay[p] * theta[p]",
                given="add_decay(grad, decay, theta)",
            ),
        },
        "loops: divergence": {
            "loss that is no number accepted by the loops": replace("not finite(loss)", "False"),
            "θ of an earlier epoch for the last safe one": without_statement("turn = 1 - turn"),
        },
    },
    "loops/engine.Loops._call": {
        "loops: fifty": {
            "steps not written back to the optimizer": without_statement(
                "optimizer.steps = so_far.steps"
            ),
        },
    },
    "loops/engine._network_of": {
        "loops: of_its_own": {
            "formulas of a subclass passed over": replace("name in theirs", "False"),
        },
    },
    "loops/sequences.take_sequences": {
        "loops_recurrent: masks": {
            "sequences of the loops one step early": replace(
                "sequences.x[1 + t, 1 + k, i]", "sequences.x[t, 1 + k, i]"
            ),
        },
    },
    "loops/sequences.answered": {
        "loops_recurrent: every_length": {
            "the loops read the first step for the last": replace(
                "t - len(sequences.h) + len(sequences.a)", "t - 1 if t <= len(sequences.a) else -1"
            ),
        },
    },
    "loops/sequences.weighted_inputs": {
        "loops_recurrent: every_length": {
            "bias of the loops lost": replace(
                "weighted_sums(out, t, theta, D, width, 1, rows, h, t - 1, 0, H, n)",
                "weighted_sums(out, t, theta, D + 1, width, 1, rows, h, t - 1, 1, H, n)",
            ),
            "state of the loops kept out": replace(
                "weighted_sums(out, t, theta, D, width, 1, rows, h, t - 1, 0, H, n)",
                "weighted_sums(out, t, theta, D, width, 1, rows, h, 0, 0, H, n)",
            ),
        },
    },
    "loops/sequences.weights_gradient": {
        "loops_recurrent: every_length": {
            "δ of the loops times the state it made": replace(
                "all_products(grad, D, width, delta, t, rows, h, t - 1, 0, H, n)",
                "all_products(grad, D, width, delta, t, rows, h, t, 0, H, n)",
            ),
        },
    },
    "loops/sequences.read_back": {
        "loops_recurrent: every_length": {
            "readout's gradient from the state before": replace(
                "all_products(grad, p, 1 + H, delta, s, C, h, t, 0, H, n)",
                "all_products(grad, p, 1 + H, delta, s, C, h, t - 1, 0, H, n)",
            ),
        },
    },
    "loops/sequences.back_to_state": {
        "loops_recurrent: every_length": {
            "δ of the loops cut off at each step": without_statement(
                "add_weighted_sums(by_h, t, theta, at, 1, width, H, delta, t + 1, 1, rows, n)"
            ),
            "W_hh of the loops not transposed": replace(
                "add_weighted_sums(by_h, t, theta, at, 1, width, H, delta, t + 1, 1, rows, n)",
                "add_weighted_sums(by_h, t, theta, at, width, 1, H, delta, t + 1, 1, H, n)",
            ),
        },
    },
    "loops/blocks.add_to_four": {
        "loops_recurrent: every_length": {
            "a sum of four gone to the neighbour": replace(
                "out[t, j + 3, i]", "out[t, j + 2, i]", at=0
            ),
            "what is left after fours forgotten": without_statement(
                "add_weighted(out, t, j + 2, w, r, stride, a, s, k, last, n)"
            ),
        },
    },
    "loops/blocks.sums_by_four": {
        "loops: every_depth": {
            "biases of a wide layer counted twice": replace(
                "add_by_four(out, t, w, p + u, row, u, rows, a, s, 1 + first, last, n)",
                "add_by_four(out, t, w, p, row, u, rows, a, s, first, last, n)",
            ),
        },
    },
    "loops/blocks.products_by_two": {
        "loops: every_depth": {
            "the last unit of an odd number left out": replace("j == rows", "False"),
        },
    },
    "loops/blocks.products_of_two": {
        "loops_recurrent: every_length": {
            "a product of two gone to the weight beside it": replace(
                "grad[q + 2]", "grad[q + 3]", at=1
            ),
        },
    },
    "loops/rnn.backward": {
        "loops_recurrent: activation": {
            "σ′ of the loops lost in time": without_statement(
                "times_slope(delta, h, t, j, n, codes.f)"
            ),
            "the last step of time left out": replace(
                "range(len(h) - 1, 0, -1)", "range(len(h) - 1, 1, -1)"
            ),
        },
    },
    "loops/lstm.forward": {
        "loops_recurrent: lstm": {
            "candidate of the loops a gate": replace("j <= 3 * H", "j <= 4 * H"),
        },
    },
    "loops/lstm.remember": {
        "loops_recurrent: lstm": {
            "memory of the loops kept by the input gate": replace(
                "four[t, H + j, i] * c[t - 1, j, i]", "four[t, j, i] * c[t - 1, j, i]"
            ),
            "state of the loops without its tanh": without_statement(
                "activate(tanh_c, t, j, n, TANH)"
            ),
        },
    },
    "loops/lstm.through_gates": {
        "loops_recurrent: lstm": {
            "δ_f of the loops from c_t": replace("c[t - 1, j, s]", "c[t, j, s]"),
            "slope of the loops' input gate lost": replace(
                "delta[t, j, s] = by_c * g * (i * (1.0 - i))", "delta[t, j, s] = by_c * g", at=0
            ),
            "path along the memory cut in the loops": replace(
                "memory.along_c[j, s] = f * by_c", "memory.along_c[j, s] = 0.0"
            ),
            "δ_o of the loops with the forget gate's slope": replace(
                "delta[t, 2 * H + j, s] = x * (o * (1.0 - o))",
                "delta[t, 2 * H + j, s] = x * (f * (1.0 - f))",
                given="memory.along_c[j, s] = f * by_c",
            ),
            "slope of tanh c lost in the loops": replace("1.0 - tanh_c * tanh_c", "1.0", at=0),
        },
    },
    "loops/lstm.backward": {
        "loops_recurrent: masks": {
            "memory of the batch before still there": without_statement("along_c[j, i] = 0.0"),
        },
    },
    # --- ensemble -----------------------------------------------------------------------------
    "networks._epoch": {
        "ensemble": {
            "slope lost in the hidden error": without_factor("f_slope(a1)", at=1),
            "mean over the examples lost": replace("2.0 / entries", "2.0"),
            "biases of the output never trained": without_statement("second[:, 0] -= step"),
            "second layer stepped before the error passes through it": replace(
                "(W[:, :, None] * delta2[:, None]).sum(axis=0)",
                "((W - eta * (delta2[:, None] * a1).sum(axis=2))[:, :, None] * delta2[:, None])"
                ".sum(axis=0)",
                given="W -= eta * (delta2[:, None] * a1).sum(axis=2)",
            ),
            "loss of the last batch instead of the mean": replace(
                "total = total + part", "total = part"
            ),
        },
    },
    "networks.descend": {
        "loops_ensemble: divergence": {
            "a divergence forgotten by the next chunk": replace(
                "if not np.isfinite(x).all():\n    last = epoch\n    break",
                "if not np.isfinite(x).all():\n    break",
            ),
        },
    },
    "ensemble.train_ensemble": {
        "contract_training: ensemble_that_diverges": {
            "a network that diverged kept": replace(
                "not np.isfinite(losses[last]).all()", "not np.isfinite(losses[last]).any()"
            ),
        },
    },
    "loops/ensemble.forward": {
        "loops_ensemble: every_size": {
            "hidden units of the loops with each other's weights": without_statement("p += len(x)"),
            "biases of the loops' outputs lost": replace(
                "a[2, j, i] = theta[p, i]", "a[2, j, i] = 0.0"
            ),
        },
    },
    "loops/ensemble.error": {
        "loops_ensemble: every_size": {
            "factor 2 of the loops' networks lost": without_factor("2.0"),
            "slope of the loops' outputs lost": without_statement(
                "times_slope(delta, a, 2, j, K, g)"
            ),
        },
    },
    "loops/ensemble.below": {
        "loops_ensemble: every_size": {
            "an arrow to the next output by the neighbour's weight": replace(
                "p += 1 + H", "p += H"
            ),
        },
    },
    "loops/ensemble.products": {
        "loops_ensemble: every_size": {
            "only the last example counts for a network": replace(
                "grad[p, i] += d * x[k]", "grad[p, i] = d * x[k]", at=0
            ),
        },
    },
    "loops/ensemble.step": {
        "loops_ensemble: every_size": {
            "gradients of networks left for the next batch": without_statement("grad[p, i] = 0.0"),
        },
    },
    "loops/ensemble_engine.Tiles.train": {
        "loops_ensemble: every_size": {
            "last loss of networks taken on the way": without_statement("how = N, 0.0"),
            "tiles trained and forgotten": without_statement("theta[...] = networks.theta.T"),
        },
        "loops_ensemble: many_calls": {
            "a call that goes beyond the last epoch": replace(
                "min(most, end - row) or 1", "min(most, 1 + end - row)"
            ),
        },
        "loops_ensemble: divergence": {
            "a divergence forgotten by the next tile": without_statement(
                "self.ends.append(row + done - 1)"
            ),
        },
    },
    "loops/ensemble_engine.Tiles.last": {
        "loops_ensemble: divergence": {
            "the divergence that was found last": replace("min(self.ends)", "self.ends[-1]"),
        },
    },
    "loops/ensemble_engine.descend": {
        "loops_ensemble: interrupt": {
            "threads that outlive an interrupt": without_statement("tiles.ends.append(-1)"),
        },
    },
    # --- gradient check -----------------------------------------------------------------------
    "numerical.nudged": {
        "core_numbers": {
            "one-sided difference over two steps": replace(
                "yield i, f(up), f(down), step", "yield i, f(up), f(theta), step"
            ),
            "nudges of earlier entries kept": replace(
                "up, down = theta.copy(), theta.copy()", "up, down = theta, theta.copy()"
            ),
        },
    },
    "numerical.numerical_gradient": {
        "core_numbers": {
            "difference over one step": replace("difference / distance", "difference / eps"),
        },
    },
    "gradcheck.check_gradient": {
        "purity": {
            "check that changes the model": replace("copy.deepcopy(model)", "model"),
        },
    },
    "gradcheck._verdict": {
        "core_numbers": {
            "check that looks at the smallest error": replace("errors.argmax()", "errors.argmin()"),
        },
        "contract_gradcheck: corner": {
            "corners judged like the rest": without_statement("errors[crosses] = -1.0"),
        },
        "contract_gradcheck: small_gradient or usual_depth": {
            "one scale for all arrays": replace("size[entries].max()", "size.max()"),
        },
    },
    # --- what comes in ------------------------------------------------------------------------
    "data.floats": {
        "purity": {
            "training with a caller's array": replace(
                "array.astype(np.float64)", "array.astype(np.float64, copy=False)"
            ),
        },
        "bad_input": {
            "infinity let in": replace("np.isfinite(array).all()", "(array == array).all()"),
        },
        "inputs": {
            "objects refused": replace("'biufO'", "'biuf'"),
        },
    },
    "data.same_examples": {
        "bad_input": {
            "time steps not compared": replace("pairs[: len(targets) - 1]", "pairs[:1]"),
        },
    },
    "data.reachable": {
        "contract_data: out_of_reach": {
            "targets above the output's range let in": replace(
                "y.min() < low or y.max() > high", "y.min() < low"
            ),
        },
    },
    "data.counted": {
        "contract_training: padded": {
            "targets of steps that do not exist judged": replace(
                "columns if weights is None else rest", "columns"
            ),
        },
    },
    "validation.real": {
        "bad_input": {
            "η of 0 let in": replace("low < number < high", "low <= number < high"),
        },
    },
    # --- data sets ----------------------------------------------------------------------------
    "datasets.linear_separable": {
        "datasets": {
            "sign of the line's offset": replace("x > 0.4", "x > -0.4"),
        },
    },
    "datasets.circle": {
        "datasets": {
            "classes of the circle swapped": replace("[~inside, inside]", "[inside, ~inside]"),
        },
    },
    "datasets.zero_zero_one": {
        "datasets": {
            "targets of the sequences a step early": replace("s[:, 1:]", "s[:, :2]"),
        },
    },
    "measures.accuracy": {
        "contract_measures: accuracy": {
            "share of the wrong": replace(
                "np.round(a) == np.round(y)", "np.round(a) != np.round(y)"
            ),
            "sequences and examples on one axis": replace(
                "a.argmax(axis=-1)", "a.argmax(axis=0)", at=0
            ),
        },
    },
    "measures.one_hot": {
        "contract_measures: one_hot": {
            "a class too few": replace("largest + 1", "largest + 0"),
        },
    },
    "storage.load": {
        "contract_measures: comes_back": {
            "θ of a new start": without_statement("model.theta = theta"),
        },
    },
    "traces.sign": {
        "contract_sequences: trace_of_another_theta": {
            "a trace that follows θ": replace("model.theta.copy()", "model.theta"),
        },
    },
}
BUGS = [
    Bug(function, noticed_by, fault, change)
    for function, files in SLIPS.items()
    for noticed_by, slips in files.items()
    for fault, change in slips.items()
]
