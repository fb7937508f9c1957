import doctest
import importlib
import pkgutil

import pytest

import wotu.identity

NAMES = [module.name for module in pkgutil.walk_packages(wotu.identity.__path__, "wotu.identity.")]


@pytest.mark.parametrize("name", NAMES)
def test_examples_in_docstrings_hold(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
