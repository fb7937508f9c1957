import doctest
import importlib
import pkgutil

import pytest

import wotu.reading

NAMES = [module.name for module in pkgutil.walk_packages(wotu.reading.__path__, "wotu.reading.")]


@pytest.mark.parametrize("name", NAMES)
def test_examples_in_docstrings_hold(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
