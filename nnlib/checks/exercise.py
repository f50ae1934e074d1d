"""What an exercise consists of, apart from its solution and the title and text of its statement.

The catalogue of wrong answers is code: each is the function that somebody who makes the mistake
would write. So a diagnosis compares what two functions answer, and reads nobody's code; only
`loops`, which finds a loop that ends in its first round, looks at a function itself.
"""

import dataclasses
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from nnlib.checks.cost import Pace
from nnlib.checks.values import agree

KINDS = ("compute", "derive", "implement", "find the bug", "predict", "project")


@dataclass(frozen=True)
class Case:
    """One call of the learner's function.

    Attributes
    ----------
    name : str
        What is special about it, as the learner reads it: ``"three outputs, four examples"``.
    tells : str
        Where to look if this case alone is right: ``"look at what comes back from step t + 1"``.
    args : tuple
        The arguments; each call gets copies of its own.
    public : bool
        Whether these are the numbers of the statement. An answer that is right for the public
        cases alone was fitted to them.
    size : int or None
        How many examples, or whatever `Pace.per` says, it has. Given for two cases that are alike
        but for that, a small one and a large one, where the cost of an answer is judged.
    """

    name: str
    args: tuple = ()
    public: bool = False
    tells: str = field(default="", kw_only=True)
    size: int | None = field(default=None, kw_only=True)  # chapters add fields of their own


@dataclass(frozen=True)
class Wrong:
    """A mistake that people make, and what to tell those who make it.

    Attributes
    ----------
    name : str
        The diagnosis, short and without spaces: ``"transpose"``.
    message : str
        Names the mistake and not the answer.
    answer : callable or dict
        What somebody who makes the mistake would hand in.
    when : callable or None
        ``when(seen)``, with `seen` a list of ``(case, parts)``, recognises the mistake by its
        symptom where two who make it need not get the same numbers. None: by equal values.
    """

    name: str
    message: str
    answer: object
    when: Callable | None = None


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """An exercise as the engine sees it.

    Its `check.py` gives all but `id`, `hints`, `why` and `room`, which follow from its folder.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    points : int
        What it is worth in a graded run.
    right : callable or dict
        A right answer. Where it can, it asks `nnlib` or central differences, which gives no
        solution away.
    wrongs : tuple of Wrong
        The catalogue, at least three.
    cases : callable
        ``cases(rng)`` returns the list of `Case`; the default is for answers that are no functions.
    parts : tuple of str
        Names of the values that the answer consists of; empty if it is one value.
    blocks : tuple of str
        What the rows of a part belong to that lie below each other in blocks of one height, as the
        learner reads it: ``("reset gate", "update gate", "candidate")``.
    predictions : mapping
        Names of guesses that are written down before measuring, and the part each of them guesses.
    requires : mapping
        For tasks with many right answers: requirements as the learner reads them, each with a
        function ``met(case, parts)``. Empty: each part must equal that of `right`.
    rtol, atol : float
        A part may differ from the right one by ``atol + rtol * (largest entry)``.
    seconds : float
        All calls together may take this long.
    may_change : tuple of int
        Places of the arguments that the function is meant to change.
    function : str
        The name of the function that the statement asks for; it is found in the solution.
    limits : mapping
        Functions that the statement excludes, by paths such as ``"numpy.logaddexp"`` or
        ``"nnlib.RNN.backward"``, and how often an answer may call them: 0, or once for a batch. In
        place of a 0 may stand what to tell those who call it all the same.
    trains : int
        How many activations an answer computes at least that trains a network; 0: it need not. An
        answer by least squares, by nearest neighbours or by arithmetic computes hardly any.
    shuffles : bool
        Whether the examples have to come in a new order in each epoch. The two cases with a `size`
        then differ in their epochs.
    pace : Pace or None
        What a right answer may cost; None: as much as it likes. `wrongs` then holds an answer that
        is right and slow, and its message says what would be fast.
    rounds : tuple of Round
        Other numbers, for when it comes back; a function is asked for other cases instead.
    id : str
        Chapter and name, ``"mlp.delta-hidden"``. The notebook's cells are called by the name.
    hints : tuple of str
        Three, from a nudge to nearly everything; Markdown.
    why : str
        What there is to learn from the answer, shown with it; Markdown.
    room : Path or None
        The folder of this exercise.
    """

    kind: str
    points: int
    right: object
    wrongs: tuple
    cases: Callable = field(default=lambda rng: [Case("your answer")])  # noqa: ARG005
    parts: tuple = ()
    blocks: tuple = ()
    predictions: Mapping = field(default_factory=dict)
    requires: Mapping = field(default_factory=dict)
    rtol: float = 1e-6
    atol: float = 1e-9
    seconds: float = 5.0
    may_change: tuple = ()
    function: str = ""
    limits: Mapping = field(default_factory=dict)
    trains: int = 0
    shuffles: bool = False
    pace: Pace | None = None
    rounds: tuple = ()
    id: str = ""
    hints: tuple = ()
    why: str = ""
    room: Path | None = None

    def agree(self, got, right):
        """Tell whether a part is the right one, within the tolerance of this exercise."""
        return agree(got, right, self.rtol, self.atol)

    @property
    def chapter(self):
        """The part of the id before the dot, which is the notebook's name too."""
        return self.id.partition(".")[0]

    @property
    def name(self):
        """The part of the id after the dot."""
        return self.id.partition(".")[2]

    @property
    def wants_function(self):
        """Whether the answer is a function and not numbers."""
        return callable(self.right)

    @property
    def asks_twice(self):
        """Whether the first case is asked again at the end: an answer should not change.

        An equal generator comes with it, so that what is random is the same again.
        """
        return self.wants_function

    @property
    def rules(self):
        """The exercise itself, if it says what its answers may call or have to train; else None."""
        return self if self.limits or self.trains or self.shuffles else None

    def cases_for(self, seed):
        """Return the cases for one seed, the same whenever it is asked for the same."""
        return self.cases(np.random.default_rng([seed, zlib.crc32(self.id.encode())]))

    def round(self, number):
        """Return this exercise as it is when it comes back for the n-th time; at 0, as it is."""
        if not number or not self.rounds:
            return self
        this = self.rounds[(number - 1) % len(self.rounds)]
        return dataclasses.replace(
            self,
            right=this.right,
            wrongs=this.wrongs,
            requires=self.requires if this.requires is None else this.requires,
            hints=tuple(map(this.swapped, self.hints)),
            why=this.swapped(self.why),
        )
