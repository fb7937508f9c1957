"""The dictionary of indicators: what zones report of themselves, under every name in use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Final

import polars as pl
from pydantic import Field as PydanticField
from pydantic import field_validator, model_validator

from wotu.contracts.codelists import CodeList, CodeListHeader
from wotu.errors import Fault, UnknownNameError, did_you_mean
from wotu.packs.formulas import Formula, WrittenFormula, formula_faults, parse_formula
from wotu.packs.indicator_names import indicator_key, keys_of
from wotu.packs.register_counts import RegisterCount
from wotu.packs.schema import Label, PackModel
from wotu.packs.yaml_source import YamlSource

INDICATOR_CODES: Final = "indicators"
"""The code list that the dictionary makes."""

Identifier = Annotated[str, PydanticField(pattern=r"^[a-z][a-z0-9_]*$")]


class IndicatorKind(StrEnum):
    """How the figure of an indicator stands to time."""

    STOCK = "stock"  # 时点数: at the end of a period
    FLOW = "flow"  # 时期数: over a period
    RATE = "rate"  # 比率: one figure over another, or a growth
    RANK = "rank"  # 位次


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class Definition(PackModel):
    """Where an indicator is defined."""

    title: str
    clause: str | None = None


class IndicatorSpec(PackModel):
    """One indicator as its pack file writes it."""

    label: Label
    synonyms: tuple[str, ...] = ()
    """Names as documents write them, without the place and without 同比."""
    unit: str
    """Base unit, as written without 万 and 亿."""
    other_units: tuple[str, ...] = ()
    """Further units in which it is reported; figures in different units are never converted."""
    whole: bool = False
    """Whether only whole numbers are possible."""
    direction: Direction = Direction.UP
    kind: IndicatorKind
    growth_of: Identifier | None = None
    """Of a growth rate: the indicator that grows."""
    certificate: str | None = None
    """Kind of certificate whose valid holders the indicator counts."""
    counted: RegisterCount | None = PydanticField(default=None, alias="register")
    """How it is counted in the zone's own register."""
    formula: str | None = None
    """How it follows from other indicators of the same place, as :mod:`wotu.packs.formulas` reads
    it."""
    source: Definition | None = None
    """Text that defines it; None where every zone counts in its own way."""
    note: Label | None = None

    @field_validator("formula")
    @classmethod
    def _is_a_formula(cls, text: str | None) -> str | None:
        if text is not None:
            parse_formula(text)
        return text


class IndicatorFile(PackModel):
    """A file of the folder ``indicators``: one theme."""

    indicators: Identifier
    label: Label
    items: dict[Identifier, IndicatorSpec]

    @model_validator(mode="after")
    def _rates_and_ranks_have_their_units(self) -> IndicatorFile:
        for name, spec in self.items.items():
            if spec.kind is IndicatorKind.RANK and spec.unit != "位":
                raise ValueError(f"{name}: the unit of a rank is 位")
            if spec.growth_of and spec.kind is not IndicatorKind.RATE:
                raise ValueError(f"{name}: a growth is a rate")
            if sum(one is not None for one in (spec.certificate, spec.counted, spec.formula)) > 1:
                raise ValueError(
                    f"{name}: certificate、register、formula 只写一个 · give only one of them"
                )
        return self


@dataclass(frozen=True)
class Indicator:
    """One indicator of the dictionary."""

    id: str
    theme: str
    theme_label: Label
    label: Label
    synonyms: tuple[str, ...]
    unit: str
    other_units: tuple[str, ...]
    whole: bool
    direction: Direction
    kind: IndicatorKind
    growth_of: str | None
    certificate: str | None
    counted: RegisterCount | None = field(hash=False)
    formula: str | None
    source: Definition | None
    note: Label | None

    @cached_property
    def parsed_formula(self) -> Formula | None:
        """The formula, read; None where there is none."""
        return None if self.formula is None else parse_formula(self.formula)

    @property
    def is_counted(self) -> bool:
        """Whether the zone's own register gives it."""
        return self.certificate is not None or self.counted is not None

    @property
    def units(self) -> tuple[str, ...]:
        """All units in which it may be stated, its own first."""
        return (self.unit, *self.other_units)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, the label first."""
        return (self.label.zh, self.label.en, *self.synonyms)

    def unit_of(self, written: str) -> str | None:
        """The indicator's unit for one that a document writes (户 for 家); None where none fits.

        >>> from wotu.reading.indicators import shipped_indicators
        >>> shipped_indicators()["hitech_firms"].unit_of("户")
        '家'
        """
        alike = next((group for group in _ALIKE if written in group), frozenset({written}))
        return next((unit for unit in self.units if unit in alike), None)


_ALIKE: Final = (
    frozenset({"家", "个", "户", "所", "座", "支", "只"}),
    frozenset({"人", "名", "位", "个"}),
    frozenset({"件", "项", "个", "张", "份", "笔"}),
    frozenset({"%", "％", "百分点"}),
    frozenset({"平方公里", "平方千米"}),
    frozenset({"元", "元人民币", "人民币元"}),
)
"""Units that count the same things: a classifier is the writer's choice."""


class IndicatorDictionary(Mapping[str, Indicator]):
    """All indicators by their id, and the way from a document's words to them."""

    def __init__(self, indicators: Mapping[str, Indicator]) -> None:
        self._by_id = dict(indicators)

    def __getitem__(self, name: str) -> Indicator:
        return self._by_id[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    def require(self, name: str) -> Indicator:
        """The indicator of an id, or of one of its names.

        Raises:  UnknownNameError, with the nearest known id.
        """
        found = self._by_id.get(name) or self.named(name)
        if found is None:
            hint = did_you_mean(name, list(self._by_id))
            raise UnknownNameError(
                f"没有指标“{name}”；`wotu indicators list` 列出全部指标。"
                f" There is no indicator '{name}'.{hint}",
                indicator=name,
            )
        return found

    def named(self, metric: str) -> Indicator | None:
        """The indicator that a document's words name, exactly after normalisation; else None.

        Words that say no more than that there is a figure (累计, 总数, 实现) are left out; words
        that change the figure (新增, 同比, 人均) never are.
        """
        return next((self._keys[key] for key in keys_of(metric) if key in self._keys), None)

    def growth_of(self, indicator: Indicator) -> Indicator | None:
        """The indicator of another's growth on the year before, where there is one."""
        return next((one for one in self.values() if one.growth_of == indicator.id), None)

    def as_code_list(self) -> CodeList:
        """The dictionary as a code list, so that a table's column of indicators is read by it."""
        header = CodeListHeader(
            codes=INDICATOR_CODES,
            label=Label(zh="指标", en="Indicators"),
            source="the folder indicators of the packs",
            edition="",
            aliases={name: one.id for one in self.values() for name in one.names},
        )
        columns = ["code", "name_zh", "name_en", "parent"]
        rows = [(one.id, one.label.zh, one.label.en, None) for one in self.values()]
        schema = dict.fromkeys(columns, pl.String)
        return CodeList(header, pl.DataFrame(rows, schema=schema, orient="row"))

    @cached_property
    def _keys(self) -> dict[str, Indicator]:
        return {indicator_key(name): one for one in self.values() for name in one.names}


def gather_indicators(
    files: Mapping[str, tuple[YamlSource, IndicatorFile]],
) -> tuple[IndicatorDictionary, list[Fault]]:
    """The dictionary that files make together, and every fault in them.

    Faults: an id or a name given twice, the growth of an indicator that is not there, and what
    :func:`wotu.packs.formulas.formula_faults` finds in formulas.
    """
    found: dict[str, Indicator] = {}
    owners: dict[str, str] = {}
    faults: list[Fault] = []
    for source, file in files.values():
        for name, spec in file.items.items():
            one = _indicator(name, spec, file)
            if name in found:
                faults.append(source.fault(("items", name), f"指标 {name} 写了两次 · given twice"))
            found[name] = one
            for written in one.names:
                owner = owners.setdefault(indicator_key(written), name)
                if owner != name:
                    message = f"“{written}”已是 {owner} 的名称 · is a name of {owner} already"
                    faults.append(source.fault(("items", name, "synonyms"), message))
    for source, file in files.values():
        for name, spec in file.items.items():
            if spec.growth_of and spec.growth_of not in found:
                hint = did_you_mean(spec.growth_of, list(found))
                message = f"没有指标 · there is no indicator '{spec.growth_of}'.{hint}"
                faults.append(source.fault(("items", name, "growth_of"), message))
    faults += formula_faults(_formulas(files), {name: one.unit for name, one in found.items()})
    return IndicatorDictionary(found), faults


def _formulas(
    files: Mapping[str, tuple[YamlSource, IndicatorFile]],
) -> dict[str, WrittenFormula]:
    return {
        name: WrittenFormula(
            parse_formula(spec.formula),
            spec.unit,
            spec.kind is IndicatorKind.RATE,
            source,
            ("items", name, "formula"),
        )
        for source, file in files.values()
        for name, spec in file.items.items()
        if spec.formula is not None
    }


def _indicator(name: str, spec: IndicatorSpec, file: IndicatorFile) -> Indicator:
    return Indicator(
        id=name,
        theme=file.indicators,
        theme_label=file.label,
        **{name: getattr(spec, name) for name in IndicatorSpec.model_fields},
    )
