"""Scoreboards (考核表): one file an edition, the tree of indicators with weights and method."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import Field as PydanticField
from pydantic import model_validator

from wotu.errors import Fault, UnknownNameError, did_you_mean
from wotu.packs.indicators import IndicatorDictionary
from wotu.packs.schema import Label, PackModel
from wotu.packs.score_method import Method, Uncertainty
from wotu.packs.strength import Ground
from wotu.packs.yaml_source import Location, YamlSource

INDEX: Final = "index"
"""Id of the root of every scoreboard's tree."""

Identifier = Annotated[str, PydanticField(pattern=r"^[a-z][a-z0-9_]*$")]


class Mark(StrEnum):
    """How a weight is known."""

    VERIFIED = "verified"  # read in the official text
    REPORTED = "reported"  # read in a text about it
    PLACEHOLDER = "placeholder"  # not known: an equal share stands in, and draws vary it
    OWN = "own"  # the zone's own choice


class ScoredIndicator(PackModel):
    """One indicator of the table: a leaf."""

    indicator: Identifier
    """Id in the dictionary of indicators."""
    number: str = ""
    """As the table numbers it."""
    label: Label | None = None
    """As the table words it; the dictionary's label where it says nothing else."""
    weight: float | None = PydanticField(default=None, ge=0)
    """On the table's scale; None: an equal share of what the dimension has left."""
    mark: Mark = Mark.PLACEHOLDER
    less_is_better: bool | None = None
    """None: as the dictionary says."""
    denominator: Identifier | None = None
    """Indicator of the same place and period by which the value is divided."""
    goalposts: tuple[float, float] | None = None
    """Worst and best value, in the indicator's unit."""
    target: float | None = None
    error: float | None = PydanticField(default=None, ge=0, le=1)
    """Relative standard error of the figures, a share."""
    judged: bool = False
    """A qualitative item: points that experts give."""


class Dimension(PackModel):
    """A dimension (一级指标): dimensions or indicators below it, not both."""

    id: Identifier
    label: Label
    number: str = ""
    weight: float = PydanticField(ge=0)
    mark: Mark = Mark.PLACEHOLDER
    dimensions: tuple[Dimension, ...] = ()
    indicators: tuple[ScoredIndicator, ...] = ()

    @model_validator(mode="after")
    def _something_below(self) -> Dimension:
        if bool(self.dimensions) == bool(self.indicators):
            raise ValueError(
                f"{self.id}：下面写 dimensions 或 indicators 之一"
                " · give either dimensions or indicators"
            )
        return self


class Scope(PackModel):
    """Which places take part, by their codes."""

    prefixes: tuple[str, ...] = ()
    """First digits of the codes (53 is a province); none: all places."""
    codes: tuple[str, ...] = ()
    """Single places; none: as the prefixes say."""

    def takes(self, code: str) -> bool:
        """Whether a place takes part."""
        if self.codes:
            return code in self.codes
        return not self.prefixes or code.startswith(self.prefixes)


class Scoreboard(PackModel):
    """One edition of a scoreboard."""

    scoreboard: Identifier
    edition: str
    label: Label
    issuer: Label
    """Whose table it is."""
    source: Ground
    since: dt.date
    """From data of this day on the edition is the one to look at first."""
    notes: tuple[Label, ...] = ()
    """What is in doubt; shown on every page of the edition."""
    complete: bool = True
    """False where only a part of the table was read."""
    scope: Scope = Scope()
    group: str | None = None
    """How places are grouped for imputation and views: ``province`` or ``city``, by their codes.
    Imputation takes it where the method names no grouping of its own."""
    method: Method = Method()
    uncertainty: Uncertainty = Uncertainty()
    dimensions: tuple[Dimension, ...] = PydanticField(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _imputed_by_group(cls, given: Any) -> Any:
        """The board's grouping for the kinds of imputation by group."""
        if not isinstance(given, dict) or not given.get("group"):
            return given
        method = given.get("method", {})
        imputation = method.get("imputation", {}) if isinstance(method, dict) else None
        if not isinstance(imputation, dict):
            return given
        grouped = {"group": given["group"], **imputation}
        return {**given, "method": {**method, "imputation": grouped}}

    @property
    def id(self) -> str:
        """``<scoreboard>@<edition>``."""
        return f"{self.scoreboard}@{self.edition}"

    @property
    def every_indicator(self) -> tuple[ScoredIndicator, ...]:
        """All leaves in the table's order."""
        return tuple(leaf for one in self.dimensions for _, leaf in _leaves(one, ()))


@dataclass(frozen=True)
class Scoreboards(Mapping[str, Scoreboard]):
    """All editions by their id; of each scoreboard the newest first."""

    editions: Mapping[str, Scoreboard]

    def __getitem__(self, name: str) -> Scoreboard:
        return self.editions[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.editions)

    def __len__(self) -> int:
        return len(self.editions)

    def require(self, name: str) -> Scoreboard:
        """The edition of an id, or the newest complete edition of a scoreboard's own name.

        Raises:  UnknownNameError, with the nearest known name.
        """
        if name in self.editions:
            return self.editions[name]
        if found := self.of(name):
            return next((one for one in found if one.complete), found[0])
        hint = did_you_mean(
            name, [*self.editions, *{one.scoreboard for one in self.editions.values()}]
        )
        raise UnknownNameError(
            f"没有考核表“{name}”；`wotu score` 列出全部。 There is no scoreboard '{name}'.{hint}",
            scoreboard=name,
        )

    def of(self, scoreboard: str) -> list[Scoreboard]:
        """The editions of one scoreboard, the newest first."""
        found = [one for one in self.editions.values() if one.scoreboard == scoreboard]
        return sorted(found, key=lambda one: one.since, reverse=True)


def scoreboard_faults(
    read: Mapping[str, tuple[YamlSource, Scoreboard]], indicators: IndicatorDictionary
) -> list[Fault]:
    """What single files cannot see: indicators that the dictionary does not have, ids given twice,
    weights of a dimension's indicators that do not make up its own, comparisons of nodes that are
    not there."""
    faults: list[Fault] = []
    for source, board in read.values():
        seen: set[str] = set()
        for place, dimension in enumerate(board.dimensions):
            faults += _faults_below(dimension, ("dimensions", place), source, indicators, seen)
        faults += _faults_of_comparisons(board, source, seen)
    return faults


def _faults_of_comparisons(board: Scoreboard, source: YamlSource, known: set[str]) -> list[Fault]:
    """Nodes of pairwise comparisons that the table does not have: nobody would read them."""
    where: Location = ("method", "weighting", "comparisons")
    faults = []
    for place, one in enumerate(board.method.weighting.comparisons):
        for name in (one.node, *one.children):
            if name not in known and name != INDEX:
                hint = did_you_mean(name, [INDEX, *sorted(known)])
                message = f"表里没有 · the table has no '{name}'.{hint}"
                faults.append(source.fault((*where, place), message))
    return faults


def _faults_below(
    dimension: Dimension,
    where: Location,
    source: YamlSource,
    indicators: IndicatorDictionary,
    seen: set[str],
) -> list[Fault]:
    faults: list[Fault] = []
    if dimension.id in seen:
        faults.append(source.fault(where, f"{dimension.id} 写了两次 · is given twice"))
    seen.add(dimension.id)
    for place, below in enumerate(dimension.dimensions):
        faults += _faults_below(below, (*where, "dimensions", place), source, indicators, seen)
    for place, leaf in enumerate(dimension.indicators):
        at = (*where, "indicators", place)
        for name in (leaf.indicator, leaf.denominator):
            if name is not None and name not in indicators:
                hint = did_you_mean(name, list(indicators))
                message = f"没有指标 · there is no indicator '{name}'.{hint}"
                faults.append(source.fault(at, message))
        if leaf.indicator in seen:
            faults.append(source.fault(at, f"{leaf.indicator} 写了两次 · is given twice"))
        seen.add(leaf.indicator)
    faults += _faults_of_sum(dimension, where, source)
    return faults


def _faults_of_sum(dimension: Dimension, where: Location, source: YamlSource) -> list[Fault]:
    """Weights of indicators make up their dimension's; those not given share what is left."""
    if not dimension.indicators:
        return []
    given = sum(leaf.weight or 0.0 for leaf in dimension.indicators)
    all_given = all(leaf.weight is not None for leaf in dimension.indicators)
    short = all_given and given < dimension.weight - 1e-6
    if not short and given <= dimension.weight + 1e-6:
        return []
    message = (
        f"{dimension.id}：下级权重合计 {given:g}，与本级 {dimension.weight:g} 不符，请改其一"
        f" · the weights below it sum to {given:g}, not its own: change one of them"
    )
    return [source.fault(where, message)]


def _leaves(
    dimension: Dimension, above: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], ScoredIndicator]]:
    path = (*above, dimension.id)
    for below in dimension.dimensions:
        yield from _leaves(below, path)
    for leaf in dimension.indicators:
        yield path, leaf
