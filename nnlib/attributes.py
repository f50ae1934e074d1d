"""Objects that say so when a name is mistyped: settings that stay, no attribute out of nothing.

Python would create `rnn.Whh = …` beside `rnn.W_hh`, and train on as if nothing had been said.
"""

import difflib
import inspect


class Setting:
    """How a model was made: an attribute to read. To change it, make a new model."""

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, model, owner=None):
        return self if model is None else model._settings[self.name]

    def __set__(self, model, value):
        raise AttributeError(
            f"{self.name} was fixed to {self.__get__(model)!r} when the model was made; make a new "
            f"one for another: {type(model).__name__}(…, {self.name}={value!r})"
        )


class Attentive:
    """Refuses a public attribute that nothing reads; a reader's subclass may add its own."""

    def __setattr__(self, name, value):
        if not (name.startswith("_") or name in self.__dict__ or hasattr(type(self), name)):
            ours = type(self).__module__.startswith("nnlib.")
            names = [known for known in dir(type(self)) if not known.startswith("_")]
            near = difflib.get_close_matches(name, names, cutoff=0.6 if ours else 0.8)
            if ours or near:
                hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(names)}"
                raise AttributeError(f"{type(self).__name__} has no attribute {name!r}; {hint}")
        super().__setattr__(name, value)


class Written(Attentive):
    """Says how a model is written where the arguments do not fit."""

    def __new__(cls, *args, **options):
        """Bind the arguments to those of `__init__`; there are none when a model is copied."""
        signature = inspect.signature(cls.__init__)
        try:
            if args or options:
                signature.bind(None, *args, **options)
        except TypeError as error:
            names = [
                p.name for p in signature.parameters.values() if p.kind is p.POSITIONAL_OR_KEYWORD
            ]
            numbers = [n for a in args for n in (a if isinstance(a, (tuple, list)) else [a])]
            fit = numbers[: len(names) - 1] if len(numbers) >= len(names) - 1 else names[1:]
            inner = tuple(numbers) if "sizes" in names else ", ".join(map(str, fit))
            raise TypeError(f"{cls.__name__}: {error}; write {cls.__name__}({inner})") from None
        return super().__new__(cls)
