"""nnlib/files/digits.npz is scikit-learn's copy, number by number, with its source and licence."""

import digits_file
import numpy as np
import pytest
from built_book import ROOT

from nnlib import datasets


def test_the_file_holds_what_scikit_learn_has():
    with np.load(digits_file.FILE) as stored:
        assert digits_file.differences(dict(stored), digits_file.arrays()) == []


def test_the_library_gives_scikit_learns_images_scaled():
    sklearn = pytest.importorskip("sklearn.datasets")
    data, labels = sklearn.load_digits(return_X_y=True)
    X, ours = datasets.digits()
    np.testing.assert_array_equal(X, data / 16)
    np.testing.assert_array_equal(ours, labels)


@pytest.mark.parametrize("change", ["pixel", "label", "missing", "surplus"])
def test_a_difference_is_seen(change):
    wanted = digits_file.arrays()
    stored = {name: array.copy() for name, array in wanted.items()}
    if change == "pixel":
        stored["counts"][1796, 63] += 1
    elif change == "label":
        stored["labels"][0] = 7
    elif change == "missing":
        del stored["labels"]
    else:
        stored["writers"] = stored["labels"]
    name = {"pixel": "counts", "label": "labels", "missing": "labels", "surplus": "writers"}[change]
    assert digits_file.differences(stored, wanted) == [name]


def test_the_file_is_small_and_says_where_it_comes_from():
    assert digits_file.FILE.stat().st_size < 70_000  # every reader in the browser loads it
    said = (ROOT / "nnlib" / "files" / "README.md").read_text("utf-8")
    assert "10.24432/C50P49" in said
    assert "CC BY 4.0" in said
