"""Running the examples that chain maps carry: every word of a map is tried on a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from wotu.chains.placement.place import place
from wotu.chains.tables import FIRM_TEXTS, POSSIBLE_FROM
from wotu.packs.chains import ChainMap, ChainNode

_NAMELESS = "某某有限公司"


@dataclass(frozen=True)
class NodeResult:
    """The examples of one link: what was expected and not found; nothing where all hold."""

    chain: str
    node: str
    faults: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {"chain": self.chain, "node": self.node, "faults": list(self.faults)}


def run_chain_examples(chains: Mapping[str, ChainMap]) -> list[NodeResult]:
    """Place every example of every link as a firm of its own, whose only trade it is."""
    rows = [
        (f"{chain.chain}/{name}/{kind}/{number}", text)
        for chain in chains.values()
        for name, node in chain.links.items()
        for kind, texts in _examples(node)
        for number, text in enumerate(texts)
    ]
    schema = {"firm_id": pl.String, "scope": pl.String}
    texts = pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        pl.lit(_NAMELESS).alias("name"),
        *(
            pl.lit(None, pl.String).alias(column)
            for column in FIRM_TEXTS.names()
            if column not in {"firm_id", "scope", "name"}
        ),
    )
    placed = place(texts, chains).filter(pl.col("confidence") >= POSSIBLE_FROM)
    where = set(placed.select("firm_id", "chain", "node").iter_rows())
    return [
        NodeResult(chain.chain, name, tuple(_faults(chain, name, node, where)))
        for chain in chains.values()
        for name, node in chain.links.items()
    ]


def _examples(node: ChainNode) -> Iterator[tuple[str, tuple[str, ...]]]:
    if node.examples:
        yield "placed", node.examples.placed
        yield "not_placed", node.examples.not_placed


def _faults(
    chain: ChainMap, name: str, node: ChainNode, where: set[tuple[Any, ...]]
) -> Iterator[str]:
    assert node.examples is not None
    for kind, texts in _examples(node):
        for number, text in enumerate(texts):
            found = (f"{chain.chain}/{name}/{kind}/{number}", chain.chain, name) in where
            if found != (kind == "placed"):
                said = "没有落到这里 · is not placed" if not found else "落到了这里 · is placed"
                yield f"“{text}”{said}"
    for words, texts, kind in (
        ((*node.products, *node.terms), node.examples.placed, "placed"),
        (node.exclude, node.examples.not_placed, "not_placed"),
    ):
        together = "\n".join(texts).casefold()
        for word in words:
            if word.casefold() not in together:
                yield f"“{word}”没有例子 · no example of {kind} has the word"
