"""Models that say so when a name is mistyped: settings that stay, and no attribute out of nothing.

Python would create `rnn.Whh = …` beside `rnn.W_hh` and train on as if nothing had been said.
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
    """Checks the names of arguments and of attributes. `example` is how one writes a model."""

    example = ""

    def __new__(cls, *args, **options):
        """Refuse arguments that do not fit, and say what does."""
        if args or options:  # there are none when a model is copied
            try:
                inspect.signature(cls.__init__).bind(None, *args, **options)
            except TypeError as error:
                raise TypeError(f"{cls.__name__}: {error}; write {cls.example}") from None
        return super().__new__(cls)

    def __setattr__(self, name, value):
        """Refuse a public name that nothing reads; a subclass of the reader's may add its own."""
        if not (name.startswith("_") or name in self.__dict__ or hasattr(type(self), name)):
            ours = type(self).__module__.startswith("nnlib.")
            names = [known for known in dir(type(self)) if not known.startswith("_")]
            near = difflib.get_close_matches(name, names, cutoff=0.6 if ours else 0.8)
            if ours or near:
                hint = f"; did you mean {near[0]}?" if near else f"; it has {', '.join(names)}"
                raise AttributeError(f"a {type(self).__name__} has no attribute {name!r}{hint}")
        super().__setattr__(name, value)
