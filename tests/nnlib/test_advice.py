"""What is said of errors that learners often meet, besides what Python says."""

import pytest

from nnlib.activations import sigmoid
from nnlib.checks import crash, spelling

UNKNOWN = {"x": [1.0, 2.0]}


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (">>> a = 1", "Take `>>>` and its like out"),
        ("In [3]: def f():\n   ...:     return 1", "Take `In [3]:` and its like out"),
        ("```python\na = 1", "This line is Markdown"),
        ("    a = 1", "take as many away from each"),
        ("def f():\nreturn 1", "four spaces further to the right"),
        ("if True:\n    a = 1\n  b = 2", "equally many spaces"),
        ("a = 1 − 2", "minus is the hyphen"),
        ("a = 2 × 3", "sign for a product"),
        ("a = “b”", "quotes are straight"),
        ("a = ½", "fractions have a slash"),
        ("a = b²", "powers are written"),
        ("a = √2", "root is"),
        ("a = b ≤ c", "`<=`"),
        ("Def f():\n    pass", "small: `def`"),
        ("def f():\n    Return 1", "small: `return`"),
        ("a = 40 %", "without a percent sign"),
        ("a = [4; 6]", "stands a comma, not a `;`"),
        ("a = 3.5.2", "has two points"),
        ("a = 10x4", "A shape is a pair"),
        ("a = 2x + 1", "two things side by side"),
        ('a = {\n    "z": minus 0.4,\n}', "`minus 0.4` is read as words"),
        ('a = {\n    "w": 1, -1,  # "p"\n    "b": 2,\n}', "in brackets: `[1, -1]`"),
        ("a = (1", ""),  # Python says it itself
        ("if a = 1:\n    b = 2", ""),
        ('a = {"z": "minus 0.4" 1}', ""),
    ],
)
def test_what_python_does_not_understand_is_told_with_what_to_do(source, said):
    with pytest.raises(SyntaxError) as found:
        compile(source, "<answer>", "exec")
    told = spelling.on_syntax(found.value)
    assert said in told if said else not told


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("np.ones(3) ^ 2", "A power is written `**`"),
        ("2.0 ^ 2", "A power is written `**`"),
        ("np.float64(2)(3)", "A product needs its sign"),
        ("math.exp(np.ones(3))", "Those of NumPy take arrays"),
        ("float(np.ones(3))", "where one number is wanted"),
        ("[1.0] * 0.5", "Lists do no arithmetic"),
        ("[1.0] - 0.5", "Lists do no arithmetic"),
        ("print() + 1", "without `return`"),
        ("sigmoid[0]", "called with round ones"),
        ("np.concatenate([np.float64(1), np.ones(2)])", "joins arrays"),
        ("1 if np.ones(2) > 0 else 2", "np.where"),
        ("np.ones(6)[6]", "the last one is 5"),
        ("np.ones((2, 3))[:, 3]", "the last one along axis 1 is 2"),
        ("[1][1]", "`len(…) - 1`"),
        ("np.ones(3).shape[1]", "fewer axes"),
        ("Sigmoid(0)", "there is `sigmoid`"),
        ("sigma(0)", "σ is `sigmoid`"),
        ("sigmoidd(0)", "There is `sigmoid`: is that meant?"),
        ("exp(1)", "`np.exp`"),
        ("ln(3)", "`np.log`"),
        ("e**2", "`np.exp(x)`"),
        ("true", "`True`"),
        ('smaller  # "larger" or "smaller"', "in quotes"),
        ("loss_of_all", "No line before this one"),
        ("e", "No line before this one"),  # not every e is the number
        ("In", "No line before this one"),
        ("np.sigmoid(0)", "stands alone here"),
        ("np.ones(3).index(1)", "np.argmin"),
        ("np.ones(3).transposed", ".transpose"),
        ("[1, 2].T", "Arrays have `.T`"),
        ("1 / 0", ""),
        ("np.ones(2) @ np.ones(3)", ""),
    ],
)
def test_what_python_stops_with_is_told_with_what_to_do(line, said):
    space = {}
    exec("import math\nimport numpy as np", space)
    space["sigmoid"] = sigmoid
    source = f"def f():\n    return {line}"
    crash.linecache.cache["<advice>"] = len(source), None, source.splitlines(True), "<advice>"
    exec(compile(source, "<advice>", "exec"), space)
    with pytest.raises(Exception) as found:  # noqa: PT011 (any of them)
        space["f"]()
    told = crash.raised(found.value, space["f"]).advice
    assert said in told if said else not told


def test_a_name_that_gets_its_value_too_late():
    def f():
        total += 1  # noqa: F821
        return total

    with pytest.raises(UnboundLocalError) as found:
        f()
    assert "Give it one before" in crash.raised(found.value, f).advice
