"""The report on peers: places side by side on the same indicators, with gaps and evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from wotu.packs.schema import Label
from wotu.peers.figures import Evidence, Figure
from wotu.peers.gaps import SizeAndIntensity
from wotu.peers.side_by_side import Row, SideBySide
from wotu.peers.views import VIEW_LABELS
from wotu.periods import period_in_words
from wotu.reports.amounts import Amounts, amounts_for
from wotu.reports.document import (
    Block,
    Bullets,
    Cell,
    CellKind,
    Chart,
    ChartKind,
    Column,
    Heading,
    Origin,
    Paragraph,
    Report,
    Role,
    Series,
    Table,
)

_MOST_CHARTS: Final = 12


def peer_report(
    found: SideBySide,
    origin: Origin,
    language: str,
    gaps: Sequence[SizeAndIntensity] = (),
    sources: Mapping[str, Label] | None = None,
) -> Report:
    """The report on places beside each other; ``sources``: labels of the bureaus by id."""
    zh = language.startswith("zh")
    names = [found.names[place] for place in found.places]
    view = VIEW_LABELS[found.view].in_language(language)
    return Report(
        title="、".join(names) if zh else ", ".join(names),
        subtitle=f"对标比较 · {found.period} · {view}"
        if zh
        else f"Peers · {found.period} · {view}",
        origin=origin,
        language=language,
        blocks=tuple(_blocks(found, language, gaps, sources or {})),
    )


def _blocks(
    found: SideBySide,
    language: str,
    gaps: Sequence[SizeAndIntensity],
    sources: Mapping[str, Label],
) -> Iterator[Block]:
    zh = language.startswith("zh")
    yield Heading("结论" if zh else "Result")
    yield Paragraph(_summary(found).in_language(language), strong=True)
    yield _figures_table(found, language)
    if gaps:
        yield Heading("差距从哪里来" if zh else "Where gaps come from")
        yield Bullets(tuple(_gap_text(gap, found, language) for gap in gaps))
    drawn = [row for row in found.rows if row.known >= 2][:_MOST_CHARTS]
    if drawn:
        yield Heading("逐项比较" if zh else "Indicator by indicator")
    for row in drawn:
        yield _chart(found, row, language)
    yield Heading("数据来源" if zh else "Evidence")
    yield _evidence_table(found, language, sources)


def _gap_text(gap: SizeAndIntensity, found: SideBySide, language: str) -> str:
    names = {"place": found.names[gap.place], "other": found.names[gap.other]}
    return gap.words.in_language(language).format(**names)


def _summary(found: SideBySide) -> Label:
    place = found.base or found.places[0]
    name = found.names[place]
    ranks = [cell.rank for row in found.rows for cell in row.cells if cell.place == place]
    known = [rank for rank in ranks if rank is not None]
    best = sum(rank == 1 for rank in known)
    rest = len(ranks) - len(known)
    return Label(
        zh=f"{len(found.places)} 个地区比 {len(ranks)} 项指标：{name}有 {len(known)} 项可比，其中"
        f" {best} 项居首" + (f"，{rest} 项缺数据或不分优劣。" if rest else "。"),
        en=f"{len(found.places)} places on {len(ranks)} indicators: {name} can be compared on"
        f" {len(known)} and is first on {best}"
        + (f"; {rest} lack figures or have no better side." if rest else "."),
    )


def _amounts(row: Row, language: str) -> Amounts:
    return amounts_for(
        [cell.figure.value if cell.figure else None for cell in row.cells], row.unit, language
    )


def _figures_table(found: SideBySide, language: str) -> Table:
    zh = language.startswith("zh")
    columns = (
        Column("指标" if zh else "Indicator", width=2.4),
        Column("单位" if zh else "Unit", width=0.9),
        *(Column(found.names[place], CellKind.AMOUNT, 2, 1.2) for place in found.places),
    )
    rows = tuple(_figures_row(row, language) for row in found.rows)
    caption = Label(
        zh="同一指标并列；括号内时期不同的数只作参考，不比较",
        en="The same indicators side by side; figures of another period, in brackets, are not"
        " compared",
    )
    name = "并列" if zh else "Side by side"
    return Table(name, caption.in_language(language), columns, rows)


def _figures_row(row: Row, language: str) -> tuple[Cell, ...]:
    shown = _amounts(row, language)
    cells: list[Cell] = [row.label.in_language(language), shown.unit]
    for cell in row.cells:
        cells.append(_cell(cell.figure, shown, language))
    return tuple(cells)


def _cell(figure: Figure | None, shown: Amounts, language: str) -> Cell:
    """A number, or a text where it is a bound or of another period."""
    if figure is None:
        return None
    value = shown.of(figure.value)
    if figure.same_period and figure.is_exact:
        return value
    period = "" if figure.same_period else f" ({period_in_words(figure.period, language)})"
    return f"{'' if figure.is_exact else '≈'}{value:,.6g}{period}"


def _chart(found: SideBySide, row: Row, language: str) -> Chart:
    shown = _amounts(row, language)
    base = found.base or found.places[0]
    values = {
        cell.place: shown.of(cell.figure.value)
        for cell in row.cells
        if cell.figure is not None and cell.figure.same_period
    }
    ordered = sorted(found.places, key=lambda place: -(values.get(place) or float("-inf")))
    ranks = {cell.place: cell.rank for cell in row.cells}
    first = next((place for place in found.places if ranks[place] == 1), None)
    label = row.label
    title = (
        label
        if first is None
        else Label(
            zh=f"{label.zh}：{found.names[first]}最好",
            en=f"{label.en}: {found.names[first]} is best",
        )
    )
    zh = language.startswith("zh")
    own = tuple(values.get(place) if place == base else None for place in ordered)
    others = tuple(None if place == base else values.get(place) for place in ordered)
    return Chart(
        ChartKind.BARS,
        title.in_language(language),
        tuple(found.names[place] for place in ordered),
        (
            Series(found.names[base], own),
            Series("其他地区" if zh else "Others", others, Role.REFERENCE),
        ),
        shown.unit or ("数量" if zh else "Number"),
        f"来源：指标数据，{found.period}。" if zh else f"Source: registry, {found.period}.",
        overlaid=True,
    )


_ORIGINS: Final = {
    "register": Label(zh="名录计算", en="Register"),
    "formula": Label(zh="公式计算", en="Formula"),
}


def _origin(one: Evidence, language: str) -> str:
    known = _ORIGINS.get(one.origin)
    return known.in_language(language) if known else one.source or one.origin


def _evidence_table(found: SideBySide, language: str, sources: Mapping[str, Label]) -> Table:
    zh = language.startswith("zh")
    headers = ("指标", "地区", "时期", "来源", "批次、文献或算法", "行或数据") if zh else (
        "Indicator", "Place", "Period", "Source", "Batch, document, query", "Row or claim"
    )  # fmt: skip
    columns = tuple(
        Column(header, width=width)
        for header, width in zip(headers, (1.8, 1.4, 0.9, 0.9, 2.3, 0.8), strict=True)
    )
    rows: list[tuple[Cell, ...]] = []
    for row in found.rows:
        for cell in row.cells:
            for one in cell.evidence:
                bureau = sources.get(one.source or "")
                rows.append(
                    (
                        row.label.in_language(language),
                        found.names.get(one.place, one.place),
                        period_in_words(one.period, language),
                        bureau.in_language(language) if bureau else _origin(one, language),
                        one.document or one.batch or one.expression,
                        one.claim or (None if one.row is None else str(one.row)),
                    )
                )
    caption = "每个数的出处" if zh else "Where each figure is said"
    return Table("出处" if zh else "Evidence", caption, columns, tuple(rows), most=40)
