"""What may stand in a formula where something else belongs: quantities, and functions of them."""

import itertools

import numpy as np

HALF = 0.5


def sigmoid(z):
    """Return σ(z)."""
    return 1 / (1 + np.exp(-z))


FORMS = {  # how it is said, and what it makes of a quantity
    "{}": lambda q: q,
    "−{}": lambda q: -q,
    "{}²": np.square,
    "1 − {}": lambda q: 1 - q,
    "1 / {}": lambda q: 1 / q,
    "2 {}": lambda q: 2 * q,
    "{} / 2": lambda q: q / 2,
    "{0} (1 − {0})": lambda q: q * (1 - q),
    "1 − {}²": lambda q: 1 - q**2,
    "|{}|": np.abs,
    "√{}": np.sqrt,
    "exp({})": np.exp,
    "ln({})": np.log,
    "σ({})": sigmoid,
    "tanh({})": np.tanh,
    "1 + {}": lambda q: 1 + q,
    "{0} (1 + {0})": lambda q: q * (1 + q),
    "{}³": lambda q: q**3,
    "log₂({})": np.log2,
    "log₁₀({})": np.log10,
    "max({}, 0)": lambda q: np.maximum(q, 0),
    "min({}, 0)": lambda q: np.minimum(q, 0),
    "the step of {}, 1 above 0,": lambda q: (q > 0) * 1.0,
    "the yes or no of {}, 1 above ½,": lambda q: (q > HALF) * 1.0,
    "the slope of σ at {}": lambda q: sigmoid(q) * (1 - sigmoid(q)),
    "the slope of tanh at {}": lambda q: 1 - np.tanh(q) ** 2,
    "1 / cosh({})": lambda q: 1 / np.cosh(q),
    "({0} (1 − {0}))²": lambda q: (q * (1 - q)) ** 2,
    "(1 − {}²)²": lambda q: (1 - q**2) ** 2,
    "the entropy of {}": lambda q: -q * np.log(q) - (1 - q) * np.log(1 - q),
}
FOLDED = {
    "the sum of {}": np.sum,
    "the mean of {}": np.mean,
    "the largest of {}": np.max,
    "the sum of the sizes of {}": lambda q, **k: np.abs(q).sum(**k),
    "the length of {}": lambda q, **k: np.sqrt((q**2).sum(**k)),
    "the sum of the squares of {}": lambda q, **k: (q**2).sum(**k),
    "the first of {}": lambda q, axis=None, **_: (
        q.ravel()[:1] if axis is None else q.take([0], axis)
    ),
    "the last of {}": lambda q, axis=None, **_: (
        q.ravel()[-1:] if axis is None else q.take([-1], axis)
    ),
}
MORE = {"{} from its end": lambda q: q[::-1], "running sums of {}": lambda q: np.cumsum(q, axis=0)}
ALONG = ("", {}), (" along axis 0", {"axis": 0}), (" along axis 1", {"axis": 1})
JOINED = {"{} + {}": np.add, "{} − {}": np.subtract, "{} · {}": np.multiply, "{} / {}": np.divide}
NUMBERS = {"0": 0.0, "1": 1.0, "2": 2.0, "½": 0.5}
FEW = 12  # forms, and quantities, that are joined in pairs


def singles(values, shape):
    """Return words, texts and arrays (K, *shape) of the functions of one quantity that fit."""
    made = [((words, ()), np.array(number)) for words, number in NUMBERS.items()]
    for text, q in values.items():
        made += [((words, (text,)), form(q)) for words, form in FORMS.items()]
        if q.ndim:
            made += [((words, (text,)), form(q)) for words, form in MORE.items()]
        for words, fold in FOLDED.items():
            for along, how in ALONG:
                if q.size > 1 and how.get("axis", 0) < q.ndim:
                    keep = {"keepdims": True} if how else {}
                    made.append(((words + along, (text,)), np.asarray(fold(q, **how, **keep))))
    return stacked(made, shape)


def doubles(values, shape):
    """Return the same of two quantities, one of them perhaps in another form."""
    few = {t: q for t, q in values.items() if broadcasts(q, shape)}
    few = dict(itertools.islice(few.items(), FEW))
    formed = [
        ((words.replace("{0}", "{1}").replace("{}", "{1}"), text), form(q))
        for words, form in itertools.islice(FORMS.items(), FEW)
        for text, q in few.items()
    ]
    made = []
    for words, join in JOINED.items():
        for text, q in few.items():
            for (inner, other), formed_q in formed:
                if other != text:
                    bracketed = f"({inner})" if " " in inner else inner
                    said = words.replace("{}", "{0}", 1).replace("{}", bracketed, 1)
                    made.append(((said, (text, other)), join(q, formed_q)))
    return stacked(made, shape)


def broadcasts(array, shape):
    """Tell whether an array can be spread over a shape."""
    try:
        return np.broadcast_shapes(np.shape(array), shape) == tuple(shape)
    except ValueError:
        return False


def stacked(made, shape):
    """Return the labels and the arrays of those guesses that fit a shape."""
    fine = [(label, array) for label, array in made if broadcasts(array, shape)]
    labels = [label for label, _ in fine]
    arrays = np.empty((len(fine), *shape))
    for place, (_, array) in enumerate(fine):
        arrays[place] = array
    return labels, arrays
