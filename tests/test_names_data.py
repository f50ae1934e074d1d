"""nnlib's first names are those of the package that they were taken from."""

import gzip

import pytest

import nnlib
from tools import names_data


def test_names_are_those_of_the_package():
    folder = names_data.folder_of_package()
    if folder is None:
        pytest.skip("the package names is not installed")
    assert nnlib.datasets.names() == names_data.first_names(folder)


def test_the_tool_writes_the_file_that_is_shipped(tmp_path, monkeypatch):
    """Two short lists, with a name in both, come back sorted, once each, below the source."""
    for which, text in (
        ("female", "MARY  2.6  2.6  1\nLEE  0.1  2.7  2\n"),
        ("male", "JAMES 3 3 1\nLEE 1 4 2\n"),
    ):
        (tmp_path / f"dist.{which}.first").write_text(text, "ascii")
    shipped = gzip.decompress(names_data.TARGET.read_bytes()).decode("ascii")
    monkeypatch.setattr(names_data, "TARGET", tmp_path / "names.txt.gz")
    names_data.main(tmp_path)
    written = gzip.decompress(names_data.TARGET.read_bytes()).decode("ascii")
    assert written == names_data.HEAD + "james\nlee\nmary\n"
    assert shipped.startswith(names_data.HEAD)
