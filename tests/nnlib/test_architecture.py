"""The rules of the house: what loads what, how long a file may be, and what the library offers."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import nnlib

CORE = sorted(Path(nnlib.__file__).parent.glob("*.py"))
# A module may load those of the lines above its own, never one beside or below it.
LINES = [
    {"activations", "validation"},
    {"losses"},
    {"model"},
    {"neuron", "mlp", "rnn", "datasets"},
    {"batches"},
    {"training", "gradcheck", "ensemble"},
    {"__init__"},
]
LINE_OF = {name: number for number, names in enumerate(LINES) for name in names}
LOADED = """
import sys, numpy
before = set(sys.modules)
import nnlib
names = {name.partition(".")[0] for name in set(sys.modules) - before}
print(*sorted(names - set(sys.stdlib_module_names) - {"nnlib", "numpy"}))
print(*sorted(name for name in sys.modules if name.startswith("nnlib.")))
"""


def imported(path):
    """Every module that a file imports, wherever in it, by its full name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            if node.module == "nnlib":
                yield from (f"nnlib.{alias.name}" for alias in node.names)
            else:
                yield node.module


def test_import_nnlib_loads_numpy_and_nothing_else():
    # Where the copy of nnlib under test is, whatever else is installed.
    root = str(Path(nnlib.__file__).parents[1])
    answer = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=root, capture_output=True, text=True, check=True
    )
    third_party, own = answer.stdout.split("\n")[:2]
    assert third_party == ""
    assert not {"nnlib.viz", "nnlib.checks"} & set(own.split())


@pytest.mark.parametrize("path", CORE, ids=lambda path: path.name)
def test_a_file_of_the_core_can_be_read_in_one_sitting(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 130, f"{path.name} has {len(lines)} lines; 130 is the most"


@pytest.mark.parametrize("path", CORE, ids=lambda path: path.name)
def test_the_core_loads_one_way(path):
    assert path.stem in LINE_OF, f"say in LINES where {path.name} stands"
    for module in imported(path):
        if module.startswith("nnlib."):
            name = module.split(".")[1]
            assert LINE_OF.get(name, 99) < LINE_OF[path.stem], f"{path.name} imports {name}"


@pytest.mark.parametrize("path", CORE, ids=lambda path: path.name)
def test_the_core_needs_only_numpy_and_the_progress_bar(path):
    outside = {module.partition(".")[0] for module in imported(path)}
    outside -= set(sys.stdlib_module_names) | {"nnlib", "numpy"}
    assert outside <= ({"tqdm"} if path.stem == "training" else set())


def test_the_library_offers_what_the_contract_names():
    contract = "Neuron MLP RNN train History train_ensemble check_gradient GradientCheck "
    contract += "numerical_gradient datasets"
    assert set(contract.split()) <= set(nnlib.__all__)
    for name in nnlib.__all__:
        assert getattr(nnlib, name).__doc__, f"nnlib.{name} has no docstring"


@pytest.mark.parametrize(
    ("call", "arguments"),
    [
        (nnlib.Neuron, "n_inputs, *, loss='mse', rng=None"),
        (
            nnlib.MLP,
            "sizes, *, activation='sigmoid', output='sigmoid', loss='mse', bias=True, rng=None",
        ),
        (
            nnlib.RNN,
            "n_inputs, n_hidden, n_outputs, *, activation='sigmoid', output='sigmoid', "
            "loss='mse', rng=None",
        ),
        (nnlib.numerical_gradient, "f, theta, eps=1e-06"),
        (nnlib.datasets.linear_separable, "n=100, *, rng"),
        (nnlib.datasets.circle, "n, *, rng"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_signatures_are_those_of_the_contract(call, arguments):
    assert str(inspect.signature(call)) == f"({arguments})"


def test_models_offer_the_same_methods():
    for model in (nnlib.Neuron(2), nnlib.MLP((2, 1)), nnlib.RNN(1, 1, 1)):
        for method, names in [
            ("predict", ["X"]),
            ("forward", ["X"]),
            ("backward", ["trace", "Y"]),
            ("loss_and_grad", ["X", "Y"]),
        ]:
            assert list(inspect.signature(getattr(model, method)).parameters) == names


def test_backward_returns_a_named_tuple():
    model = nnlib.MLP((1, 1))
    assert model.backward(model.forward([[1.0]]), [[1.0]])._fields == ("loss", "grad", "deltas")
