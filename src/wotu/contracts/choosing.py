"""Which of the proposed contracts a sheet comes under: one, or several that share its columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from wotu.contracts.mapping import ColumnMapping
from wotu.contracts.proposal import IDENTIFIERS, Candidate, propose_mapping
from wotu.contracts.readers.sheet import RawRow
from wotu.contracts.sampling import SheetSample
from wotu.contracts.values import ValueReader
from wotu.contracts.vocabulary import Vocabulary
from wotu.errors import MappingError

_SHOWN: Final = 3
_TIE: Final = 0.05


def rank_candidates(
    sample: SheetSample, vocabulary: Vocabulary, readers: Sequence[ValueReader]
) -> list[Candidate]:
    """Every contract with its mapping and score, the best first."""
    found = [propose_mapping(sample, vocabulary, reader) for reader in readers]
    return sorted(found, key=lambda one: (-one.viable, -one.score, len(one.missing)))


def choose_candidates(
    sample: SheetSample | None,
    rows: Sequence[RawRow],
    vocabulary: Vocabulary,
    readers: Sequence[ValueReader],
    file: str,
) -> list[Candidate]:
    """The contracts to read a sheet under.

    The best one takes its columns; a further one comes in where columns of its own, recognised
    exactly, are left.
    Raises:  MappingError with the candidates and what each of them lacks, where none can be read
        or two are equally good.
    """
    if sample is None:
        raise _no_header(rows, file)
    ranked = rank_candidates(sample, vocabulary, readers)
    viable = [candidate for candidate in ranked if candidate.viable]
    if not viable:
        raise _undecided(ranked, sample, "缺少必填项", "something required is missing")
    best, *others = viable
    for lacking in ranked:
        if lacking.score >= best.score + 1 and lacking.told_by > best.told_by:
            raise _undecided(ranked, sample, "缺少必填项", "something required is missing")
    for other in others:
        if other.score >= best.score - _TIE and other.told_by == best.told_by:
            raise _undecided(ranked, sample, "符合多个合约", "several contracts suit")
    chosen, taken = [best], set(best.told_by)
    for other in others:
        needed = _own_columns(other, taken)
        if needed:
            chosen.append(other)
            taken |= other.told_by
    return [
        chosen[0],
        *(_only_own(other, chosen[:place]) for place, other in enumerate(chosen[1:], 1)),
    ]


def _own_columns(candidate: Candidate, taken: set[str]) -> list[ColumnMapping]:
    """Columns that only this contract knows, beside firm, key and time."""
    shared = {*IDENTIFIERS, *candidate.contract.key, candidate.contract.time.from_field}
    return [
        column
        for column in candidate.mapping.used
        if column.match == "exact" and column.header not in taken and column.field not in shared
    ]


def _only_own(candidate: Candidate, before: Sequence[Candidate]) -> Candidate:
    """The candidate without figures that an earlier contract has taken."""
    taken = frozenset().union(*(other.told_by for other in before))
    contract = candidate.contract
    required = {name for name, spec in contract.fields.items() if spec.required}
    kept = {*IDENTIFIERS, *contract.key, contract.time.from_field, *required}
    columns = tuple(
        ColumnMapping(header=column.header)
        if column.header in taken and column.field not in kept
        else column
        for column in candidate.mapping.columns
    )
    mapping = candidate.mapping.model_copy(update={"columns": columns})
    used = {column.header for column in mapping.used}
    notices = tuple(
        notice for notice in candidate.notices if notice.facts.get("column", None) in {None, *used}
    )
    return Candidate(contract, mapping, candidate.score, candidate.missing, notices)


def _no_header(rows: Sequence[RawRow], file: str) -> MappingError:
    first = next((row for row in rows if any(row)), [])
    cells = [cell for cell in first if cell][:12]
    shown = "、".join(cells) or "（空）"
    return MappingError(
        f"{file}：前 60 行里没有认识的表头。首行内容：{shown}。请指定合约并给出列映射，"
        "或在合约中补充表头的同义词。\n"
        f"{file}: no header with known names in the first 60 rows. First row: {shown}. Name the "
        "contract and give a mapping, or add synonyms to the contract.",
        file=file,
        first_row=cells,
    )


def _undecided(ranked: Sequence[Candidate], sample: SheetSample, zh: str, en: str) -> MappingError:
    by_score = sorted(ranked, key=lambda candidate: -candidate.score)
    shown = [candidate for candidate in by_score if candidate.score > 0][:_SHOWN] or by_score[:1]
    where = f"{sample.file}，工作表“{sample.sheet}”" if sample.sheet else sample.file
    told_zh = "；".join(_told(candidate, "zh") for candidate in shown)
    told_en = "; ".join(_told(candidate, "en") for candidate in shown)
    headers = [column.title for column in sample.zone.columns]
    return MappingError(
        f"{where}：不能确定属于哪个合约（{zh}）。候选：{told_zh}。请用 --contract 指定合约，"
        f"缺少的内容可在映射的 constants 中写明。表头：{'、'.join(headers)}。\n"
        f"{where}: it is not clear which contract this is ({en}). Candidates: {told_en}. Name one "
        "with --contract; what is missing can be stated under 'constants' of the mapping.",
        file=sample.file,
        sheet=sample.sheet,
        headers=headers,
        candidates=[
            {"contract": c.contract.name, "score": round(c.score, 2), "missing": list(c.missing)}
            for c in shown
        ],
    )


def _told(candidate: Candidate, language: str) -> str:
    contract = candidate.contract
    labels = [contract.fields[name].label.in_language(language) for name in candidate.missing]
    name = f"{contract.label.in_language(language)} {contract.name}"
    if not labels:
        return f"{name} ({candidate.score:.1f})"
    lacks = f"缺 {'、'.join(labels)}" if language == "zh" else f"lacks {', '.join(labels)}"
    return f"{name} ({candidate.score:.1f}, {lacks})"
