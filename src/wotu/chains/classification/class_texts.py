"""What a classification says of its own classes, as documents to learn from.

A class is described by its name, the names above it and the trade words of its line of business
(``trade_words.txt``). These documents stand beside the labelled firms, so that a class with few
firms is known by what it is called and makes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import polars as pl

from wotu.chains.classification.texts import ITEMS, Documents
from wotu.chains.classification.tree import ClassTree

_NUMERAL: Final = re.compile(r"[ⅠⅡⅢⅣ]+$")
_NAME_WEIGHT: Final = 1.0
_ABOVE_WEIGHT: Final = 0.5
_WORD_WEIGHT: Final = 0.5
_PARTS: Final = 3
"""The trade words of a class are also learned in so many parts: no firm makes all of it."""
_ALL_WORDS: Final = 3.0


@dataclass(frozen=True)
class ClassDocuments:
    """``documents`` about classes; of each the class (its place in the tree) and how it counts."""

    documents: Documents
    classes: list[int]
    weights: list[float]


@cache
def trade_words() -> dict[str, tuple[str, ...]]:
    """Words of each line of business (``trade_words.txt``)."""
    text = files("wotu.chains.classification").joinpath("trade_words.txt").read_text("utf-8")
    lines = (line.split("：") for line in text.splitlines() if not line.startswith("#"))
    return {name: tuple(words.split()) for name, words in lines}


def class_documents(tree: ClassTree) -> ClassDocuments:
    """Documents of every class below the top, and of the top where there is nothing below."""
    rows: list[tuple[int, str, float]] = []
    classes: list[int] = []
    weights: list[float] = []
    for place, weight, words in _described(tree):
        rows.extend((len(classes), word, share) for word, share in words)
        classes.append(place)
        weights.append(weight)
    items = pl.DataFrame(rows, schema=ITEMS, orient="row").unique(
        ["document", "text"], keep="first", maintain_order=True
    )
    return ClassDocuments(Documents([""] * len(classes), items), classes, weights)


Words = list[tuple[str, float]]


def _described(tree: ClassTree) -> Iterator[tuple[int, float, Words]]:
    for place, name in enumerate(tree.names):
        path = tree.path(tree.codes[place])
        if len(path) == 1 and tree.depth > 1:
            continue
        bare = _NUMERAL.sub("", name)
        above = [_NUMERAL.sub("", tree.names[one]) for one in path[1:-1]]
        named = [(bare, _NAME_WEIGHT), *((one, _ABOVE_WEIGHT) for one in above if one != bare)]
        yield place, 1.0, named
        words = [(word, _WORD_WEIGHT) for word in trade_words().get(bare, ())]
        if words and len(path) == tree.depth:
            yield place, _ALL_WORDS, named + words
            for part in range(_PARTS):
                yield place, 1.0, words[part::_PARTS]
