"""Wotu: facts come in under contract, packs judge them, every figure leads back to its evidence."""

__version__ = "0.1.0"
