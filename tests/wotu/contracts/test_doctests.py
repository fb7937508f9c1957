import doctest
import importlib
import pkgutil

import pytest

import wotu.contracts
import wotu.progress

NAMES = [
    module.name for module in pkgutil.walk_packages(wotu.contracts.__path__, "wotu.contracts.")
]


@pytest.mark.parametrize("name", [*NAMES, "wotu.progress"])
def test_examples_in_docstrings_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
