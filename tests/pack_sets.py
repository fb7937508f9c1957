"""Packs as tests use them, read once a process: reading takes a second and collecting needs them."""

from functools import cache

from wotu.packs.loader import PackSet, load_packs, shipped_packs


@cache
def pack_set(*names: str) -> PackSet:
    """Shipped packs in order."""
    return load_packs([shipped_packs() / name for name in names])
