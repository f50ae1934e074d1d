"""What to do about an error that Python stops with, where it is one that learners often meet.

Python says what it cannot do; here stands what is meant instead. An error that is not known here
gets no advice, and a wrong guess would be worse. Lines that Python does not understand at all are
spelling.py's.
"""

import difflib
import re

import numpy as np

from nnlib.checks.spelling import prompted

# Of an error while it runs: kind, what its text says, what the line holds, and what to do.
ERRORS = (
    ("TypeError", r"for \^|bitwise_xor", r"\^", "A power is written `**`, as in `a ** 2`; `^` "
     "means something else in Python."),
    ("TypeError", r"'(int|float)' object is not callable|'numpy\.\w+' object is not callable",
     r"[\w)\]]\s*\(", "Brackets right behind a value call it, like a function. A product needs its "
     "sign: `2 * (a - y)`."),
    ("TypeError", r"only (0-dimensional|length-1|size-1) arrays can be converted", r"\bmath\.",
     "The functions of `math` take a single number. Those of NumPy take arrays: `np.exp`, "
     "`np.log`, `np.sqrt`."),
    ("TypeError", r"only (0-dimensional|length-1|size-1) arrays can be converted", "",
     "A whole array stands where one number is wanted."),
    ("TypeError", r"multiply sequence by non-int|unsupported operand.*'(list|tuple)'", "",
     "Lists do no arithmetic. Make an array of it first: `np.array(…)`."),
    ("TypeError", r"'NoneType'", "", "Something there is None: a function that ends without "
     "`return` gives that."),
    ("TypeError", r"'(function|builtin_function_or_method)' object is not subscriptable", r"\[",
     "Square brackets pick an entry of an array. A function is called with round ones."),
    ("ValueError", "zero-dimensional arrays cannot be concatenated", "", "`np.concatenate` joins "
     "arrays: put a single number into brackets, `[number]`, or take `np.append`."),
    ("ValueError", "truth value of an array", "", "A condition wants one yes or no, and here are "
     "many. `np.where(condition, a, b)` chooses entry by entry; `.all()` and `.any()` make one."),
    ("IndexError", r"list index out of range|string index out of range", "",
     "Places are counted from 0, so the last one is `len(…) - 1`, and what is empty has none."),
    ("IndexError", r"tuple index out of range", r"\.shape", "The array has fewer axes than that; "
     "the first is number 0."),
    ("UnboundLocalError", "", "", "A name that gets its value anywhere in a function belongs to "
     "that function. Give it one before this line."),
)  # fmt: skip
OF_LISTS = {  # what learners know of lists, and what does it for arrays
    "index": "`np.argmin(a)` and `np.argmax(a)` are the places of the least and greatest entry, "
    "`np.flatnonzero(a == 3)` those of a value",
    "append": "`np.append(a, b)` returns a new, longer one",
    "extend": "`np.concatenate([a, b])` returns a new, longer one",
    "count": "`np.sum(a == 3)` counts a value",
    "length": "`len(a)` is how many entries its first axis has, `a.size` how many there are",
    "reverse": "`a[::-1]` is the other way round",
}
TELLING = {
    "ln": "The natural logarithm is `np.log`.",
    "math": "`math` takes single numbers; what it has, `np` has for arrays too, such as `np.exp`.",
    "numpy": "NumPy goes by the name `np` here.",
    "sigma": "σ is `sigmoid` here.",
    "σ": "σ is `sigmoid` here.",
    "true": "Python's word for it is `True`.",
    "false": "Python's word for it is `False`.",
    "null": "Python's word for it is `None`.",
}


def on_error(error, kind, text, line, names):
    """Return what to do about an exception, "" if nothing certain can be said.

    Parameters
    ----------
    error : BaseException
    kind, text : str
        Its type and what it says.
    line : str
        The learner's own line.
    names : mapping
        What the names at that line stand for.
    """
    if isinstance(error, NameError) and kind == "NameError":
        return on_name(getattr(error, "name", None) or "", line, names)
    if isinstance(error, AttributeError):
        return on_attribute(error, names)
    out = re.search(r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)", text)
    if out and int(out[3]):
        axis = "" if out[2] == "0" else f" along axis {out[2]}"
        return f"Places are counted from 0, so the last one{axis} is {int(out[3]) - 1}."
    for its_kind, says, holds, words in ERRORS:
        if kind == its_kind and re.search(says, text) and re.search(holds, line):
            return words
    return ""


def on_name(name, line, names):
    """Say where a name that is not known comes from, or what it may be meant for."""
    known = {each.lower(): each for each in names if not each.startswith("_")}
    near = difflib.get_close_matches(name, names, 1, 0.75)
    told = "No line before this one gives that name a value."
    if prompted(line):
        told = prompted(line)
    elif name in TELLING and ("sigmoid" in names or "σ" not in TELLING[name]):
        told = TELLING[name]
    elif name == "e" and re.search(r"\be\s*(\*\*|\^)", line):
        told = "e to the power of x is `np.exp(x)`."
    elif name.lower() in known:
        told = f"Large and small letters differ: there is `{known[name.lower()]}`."
    elif "np" in names and (callable(getattr(np, name, None)) or name == "pi"):
        told = f"It is one of NumPy's: `np.{name}`."
    elif f'"{name}"' in line.partition("#")[2]:
        told = f'A word stands in quotes: `"{name}"`.'
    elif re.match(r'"\w+": ', line):
        told = "Nothing here has that name: write the number that it stands for."
    elif near:
        told = f"There is `{near[0]}`: is that meant?"
    return told


def on_attribute(error, names):
    """Say what an object has in place of what it was asked for."""
    asked, owner = error.name or "", error.obj
    if owner is np and asked in names:
        return f"`{asked}` stands alone here, without `np.` before it."
    if isinstance(owner, (list, tuple)) and hasattr(np.ndarray, asked):
        return f"Arrays have `.{asked}`, and this is a {type(owner).__name__}: `np.array(…)`."
    if isinstance(owner, np.ndarray) and asked in OF_LISTS:
        return f"Arrays have no `.{asked}`; {OF_LISTS[asked]}."
    has = [each for each in dir(owner) if not each.startswith("_")]
    near = difflib.get_close_matches(asked, has, 1, 0.7)
    return f"There is `.{near[0]}`: is that meant?" if near else ""
