"""Maps of industry chains: links from upstream to downstream, and what flows between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Final

from pydantic import Field as PydanticField

from wotu.contracts.codelists import CodeList
from wotu.errors import Fault, UnknownNameError, did_you_mean
from wotu.packs.schema import Label, PackModel
from wotu.packs.yaml_source import YamlSource

Identifier = Annotated[str, PydanticField(pattern=r"^[a-z][a-z0-9_]*$")]
Term = Annotated[str, PydanticField(min_length=2)]


class Stage(StrEnum):
    """Where a link stands in its chain."""

    UPSTREAM = "upstream"  # 上游: materials, parts, equipment, tools
    MIDSTREAM = "midstream"  # 中游: what the chain is named after
    DOWNSTREAM = "downstream"  # 下游: systems and uses
    SUPPORT = "support"  # 支撑: services that many links draw on


FLOW: Final = (Stage.SUPPORT, Stage.UPSTREAM, Stage.MIDSTREAM, Stage.DOWNSTREAM)
"""Goods flow in this order, never against it; services may go to every stage."""


class Activity(StrEnum):
    """What a firm of a link does with its goods."""

    MAKE = "make"  # develops or makes them
    SERVE = "serve"  # does a service with or on them
    TRADE = "trade"  # sells, distributes, leases them


class NodeExamples(PackModel):
    """Items of business scopes, written as firms write them, that test the words of a node."""

    placed: tuple[str, ...] = PydanticField(min_length=1)
    """Each must be placed here; together they contain every word of ``products`` and ``terms``."""
    not_placed: tuple[str, ...] = ()
    """None may be placed here; together they contain every word of ``exclude``."""


class ChainNode(PackModel):
    """A link of a chain: a kind of goods or services, and the words by which firms name it."""

    label: Label
    stage: Stage
    parent: Identifier | None = None
    """The group of links that it belongs to; groups have no words of their own."""
    about: Label | None = None
    activity: Activity = Activity.MAKE
    products: tuple[Term, ...] = ()
    """Names of the goods themselves: whoever makes one of them belongs here."""
    terms: tuple[Term, ...] = ()
    """Wider words, which say less on their own."""
    names: tuple[Term, ...] = ()
    """Words that count in the name of a firm only."""
    exclude: tuple[Annotated[str, PydanticField(min_length=1)], ...] = ()
    """An item that holds one of these words does not count."""
    gbt: tuple[str, ...] = ()
    """Codes of GB/T 4754-2017, of any level, under which such firms are registered."""
    sei: tuple[str, ...] = ()
    """Codes of the classification of strategic emerging industries (2018)."""
    substitutes: tuple[Identifier, ...] = ()
    """Links of this chain whose goods can stand in for these."""
    examples: NodeExamples | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that can place a firm here."""
        return (*self.products, *self.terms, *self.names)


class SupplyEdge(PackModel):
    """Goods or services of one link that another one uses."""

    from_: Identifier = PydanticField(alias="from")
    to: Identifier
    goods: Label | None = None
    essential: bool = True
    """Whether the using link cannot work without it."""


class ChainMap(PackModel):
    """An industry chain as a graph of links."""

    chain: Identifier
    label: Label
    about: Label
    edition: str
    """When the map was drawn: 2026-11."""
    sources: tuple[str, ...] = PydanticField(min_length=1)
    """What the map draws on, by title."""
    nodes: dict[Identifier, ChainNode] = PydanticField(min_length=1)
    edges: tuple[SupplyEdge, ...] = ()

    @cached_property
    def groups(self) -> frozenset[str]:
        """Nodes that only gather others."""
        return frozenset(node.parent for node in self.nodes.values() if node.parent)

    @cached_property
    def links(self) -> dict[str, ChainNode]:
        """The nodes on which firms can stand: all but groups."""
        groups = self.groups
        return {name: node for name, node in self.nodes.items() if name not in groups}

    def suppliers(self, node: str) -> list[SupplyEdge]:
        """The edges that lead to a node."""
        return [edge for edge in self.edges if edge.to == node]

    def customers(self, node: str) -> list[SupplyEdge]:
        """The edges that leave a node."""
        return [edge for edge in self.edges if edge.from_ == node]

    def require(self, node: str) -> ChainNode:
        """The node of this name. Raises: UnknownNameError, with the nearest known one."""
        if node not in self.nodes:
            hint = did_you_mean(node, list(self.nodes))
            raise UnknownNameError(
                f"{self.label.zh}产业链没有环节“{node}”。"
                f" The chain '{self.chain}' has no node '{node}'.{hint}",
                node=node,
            )
        return self.nodes[node]


def require_chain(chains: Mapping[str, ChainMap], name: str) -> ChainMap:
    """The map of an id or of a Chinese or English name.

    Raises:  UnknownNameError, with the nearest known id.
    """
    for chain in chains.values():
        if name in (chain.chain, chain.label.zh, chain.label.en):
            return chain
    hint = did_you_mean(name, list(chains))
    known = ", ".join(f"{one.chain} {one.label.zh}" for one in chains.values())
    raise UnknownNameError(
        f"没有产业链“{name}”（有：{known}）。 There is no chain '{name}'.{hint}", chain=name
    )


def chain_faults(
    chains: Mapping[str, tuple[YamlSource, ChainMap]], code_lists: Mapping[str, CodeList]
) -> list[Fault]:
    """What is wrong with the graphs of maps, all faults together.

    Unknown nodes in edges, parents and substitutes; a group within a group or with words of its
    own; a link without products or examples, or that no edge touches; goods that flow against the
    stages, or in a circle; a word of two links; a label used twice; a code that is in no code list.
    """
    return [
        source.fault(path, message)
        for source, chain in chains.values()
        for path, message in (
            *_unknown_nodes(chain),
            *_wordless(chain),
            *_misplaced(chain),
            *_circles(chain),
            *_shared_words(chain),
            *_unknown_codes(chain, code_lists),
        )
    ]


Found = Iterator[tuple[tuple[str | int, ...], str]]


def _unknown_nodes(chain: ChainMap) -> Found:
    for name, node in chain.nodes.items():
        if node.parent and node.parent not in chain.nodes:
            yield ("nodes", name, "parent"), _unknown(chain, node.parent)
        elif node.parent and chain.nodes[node.parent].parent:
            yield ("nodes", name, "parent"), "组不能再分组 · a group within a group"
        for other in node.substitutes:
            if other not in chain.links:
                yield ("nodes", name, "substitutes"), _unknown(chain, other)
    for place, edge in enumerate(chain.edges):
        for end in (edge.from_, edge.to):
            if end not in chain.links:
                yield ("edges", place), _unknown(chain, end)


def _wordless(chain: ChainMap) -> Found:
    for name, node in chain.nodes.items():
        if name in chain.groups:
            if node.words:
                yield ("nodes", name), f"组 {name} 不应有词 · the group {name} has words of its own"
        elif not (node.products and node.examples):
            yield (
                ("nodes", name),
                f"环节 {name} 缺少 products 或 examples · {name} lacks products or examples",
            )


def _unknown(chain: ChainMap, name: str) -> str:
    if name in chain.groups and name in chain.nodes:
        return f"{name} 是组，不是环节 · {name} is a group, not a link"
    return f"没有环节 · there is no node '{name}'.{did_you_mean(name, list(chain.nodes))}"


def _misplaced(chain: ChainMap) -> Found:
    touched = {end for edge in chain.edges for end in (edge.from_, edge.to)}
    for name in chain.links:
        if name not in touched:
            yield ("nodes", name), "孤立：没有供应关系 · no edge touches this node"
    for place, edge in enumerate(chain.edges):
        ends = chain.nodes.get(edge.from_), chain.nodes.get(edge.to)
        if ends[0] and ends[1] and FLOW.index(ends[0].stage) > FLOW.index(ends[1].stage):
            yield ("edges", place), "供应方在下游 · the supplying node stands downstream"


def _circles(chain: ChainMap) -> Found:
    """Nodes left after taking away, again and again, those that nothing left supplies."""
    left = set(chain.nodes)
    while free := {
        name for name in left if not any(edge.from_ in left for edge in chain.suppliers(name))
    }:
        left -= free
    on_circle = {n for n in left if any(edge.to in left for edge in chain.customers(n))}
    if on_circle:
        names = ", ".join(sorted(on_circle))
        yield ("edges",), f"供应关系成环：{names} · supply runs in a circle"


def _shared_words(chain: ChainMap) -> Found:
    owners: dict[str, str] = {}
    for name, node in chain.nodes.items():
        for word in dict.fromkeys((*node.products, *node.terms)):
            owner = owners.setdefault(word.casefold(), name)
            if owner != name:
                message = f"“{word}”已是 {owner} 的词 · is a word of {owner} already"
                yield ("nodes", name), message
    labels: dict[str, str] = {}
    for name, node in chain.nodes.items():
        for label in (node.label.zh, node.label.en):
            owner = labels.setdefault(label, name)
            if owner != name:
                yield ("nodes", name, "label"), f"与 {owner} 同名 · same label as {owner}"


def _unknown_codes(chain: ChainMap, code_lists: Mapping[str, CodeList]) -> Found:
    for field, codes in (("gbt", "gbt4754_2017"), ("sei", "sei2018")):
        known = code_lists.get(codes)
        for name, node in chain.nodes.items():
            for code in getattr(node, field) if known else ():
                if known and code not in known.labels:
                    yield ("nodes", name, field), f"{codes} 没有代码 {code} · no such code"
