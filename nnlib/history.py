"""What a training leaves: its losses epoch by epoch, and those on data that it does not learn from.

After each epoch a callback is told, and may end the training.
"""

from array import array
from dataclasses import dataclass

import numpy as np

from nnlib.objective import Objective
from nnlib.validation import wrong


@dataclass(frozen=True)
class History:
    """What `train` returns, an entry for each epoch that was run.

    `loss` is the mean over the epoch's examples, each taken before its update; `validation` the
    loss on the validation set after the epoch, or None without one.
    """

    loss: np.ndarray
    validation: np.ndarray | None = None


class Recorder:
    """Keeps the losses of a training, and asks its callback."""

    def __init__(self, model, validation, callback):
        if not (callback is None or callable(callback)):
            came = repr(callback)
            raise wrong("callback", "be a function of (epoch, loss)", came, kind=TypeError)
        self.callback, self.losses, self.validations = callback, array("d"), []
        self.held_out = None
        if validation is not None:
            self.held_out = held_out = _held_out(model, validation)
            self.buffers, _ = held_out.buffers(held_out.arrays[0].shape)
        self.has_more_to_do = self.held_out is not None or callback is not None

    def after_epoch(self, epoch, loss):
        """Do what comes after an epoch, and tell whether the training ends with it."""
        if self.held_out is not None:
            self.validations.append(self.held_out.cost(self.buffers))
        answer = None if self.callback is None else self.callback(epoch, loss)
        return isinstance(answer, (bool, np.bool_)) and bool(answer)

    def history(self):
        """Return the epochs so far."""
        validations = None if self.held_out is None else np.array(self.validations)
        return History(np.array(self.losses), validations)


def _held_out(model, validation):
    """Return the loss on the validation set, as an `Objective`."""
    form = "(X, Y) or (X, Y, weights)"
    if not isinstance(validation, (tuple, list)) or len(validation) not in {2, 3}:
        raise wrong("validation", f"be {form}", repr(validation), kind=TypeError)
    try:
        return Objective(model, *validation, to_learn=True)
    except (TypeError, ValueError) as error:
        raise type(error)(f"validation={form}: {error}") from None
