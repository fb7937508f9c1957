"""One replay: its split, the matrix of standings, and the firms with the reasons."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.build.causes import Cause, causes_in
from wotu.build.replay import CLOCK, Replayed
from wotu.build.replay_words import (
    cause_words,
    change_words,
    changes_of,
    condition_words,
    fact_words,
    facts_of,
    standing_words,
)
from wotu.rules.screen import Standing
from wotu_site.access.roles import Person
from wotu_site.policies import replaying
from wotu_site.policies.rows import firm_address
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui.formats import page_language
from wotu_site.ui.pages import Crumb
from wotu_site.ui.shares import Part, SharesBar
from wotu_site.ui.tables import Chip, ListState, Pager, chips

FACTS_SHOWN = 3
CONDITIONS_SHOWN = 3
NOBODY = "none"
"""In an address: the firm was no subject of the rule."""


@dataclass(frozen=True, slots=True)
class MomentWords:
    """One side of a replay."""

    title: str
    known_on: dt.datetime
    in_force_on: dt.date
    edition: str
    as_of: dt.date
    packs_of: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """The firms of one standing before, by their standing after; 0 has no address."""

    label: str
    cells: tuple[tuple[int, str, bool], ...]
    total: int


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The firms of one cause."""

    label: str
    address: str
    firms: int
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact that differs, and the batch behind it."""

    text: str
    batch: str
    batch_address: str


@dataclass(frozen=True, slots=True)
class FirmLine:
    """A firm that differs, and why."""

    name: str
    address: str
    before: str
    after: str
    cause: str
    conditions: tuple[str, ...]
    more_conditions: int
    facts: tuple[FactLine, ...]
    more_facts: int
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReplayPage:
    """One replay."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    sides: tuple[MomentWords, MomentWords]
    stored: str
    stored_code: str
    code: str
    differing: int
    same: int
    offset: int
    bar: SharesBar
    groups: tuple[GroupRow, ...]
    standings: tuple[str, ...]
    matrix: tuple[MatrixRow, ...]
    changes: tuple[str, ...]
    batches: tuple[tuple[str, str, bool, dt.datetime], ...]
    state: ListState
    chips: tuple[Chip, ...]
    firms: tuple[FirmLine, ...]
    pager: Pager
    export_address: str


def replay_page(name: str, found: Replayed, state: ListState, person: Person) -> ReplayPage:
    """A replay in the state that the address of its list of firms gives."""
    language = page_language()
    seen = replaying.visible_facts(found, person)
    wanted = wanted_firms(found, state)
    pager = Pager.of(wanted.height, state.page)
    label = found.label.in_language(language)
    return ReplayPage(
        title=_("Replay: %(rule)s") % {"rule": label},
        breadcrumbs=(
            Crumb(_("Policies"), reverse("policies:list")),
            Crumb(_("Replay"), reverse("policies:replays")),
            Crumb(label),
        ),
        sides=_sides(found),
        stored=found.stored,
        stored_code=found.stored_code,
        code=found.code,
        differing=found.firms.height,
        same=int(found.matrix["firms"].sum()) - found.firms.height,
        offset=found.offset,
        bar=_bar(found, state),
        groups=_groups(found, state),
        standings=tuple(standing_words(one, language) for one in _standings(found, "after")),
        matrix=_matrix(found, state),
        changes=tuple(change_words(one, language) for one in found.changes),
        batches=_batches(found),
        state=state,
        chips=_chips(state),
        firms=tuple(_firm(row, seen) for row in wanted.slice(pager.offset, pager.size).to_dicts()),
        pager=pager,
        export_address=reverse("policies:replay-export", args=[name]),
    )


def wanted_firms(found: Replayed, state: ListState) -> pl.DataFrame:
    """The firms that a list is narrowed to."""
    firms = found.firms
    for column in ("before", "after"):
        if value := state.value(column):
            standing = pl.col(column)
            firms = firms.filter(standing.is_null() if value == NOBODY else standing == value)
    if cause := state.value("cause"):
        firms = firms.filter(pl.col("cause") == cause)
    if words := state.value("q"):
        named = pl.col("name").str.contains(words, literal=True)
        firms = firms.filter(named | pl.col("firm_id").str.starts_with(words.upper()))
    return firms


def _sides(found: Replayed) -> tuple[MomentWords, MomentWords]:
    titles = (pgettext("replay", "Before"), pgettext("replay", "After"))
    one, other = (
        MomentWords(
            title,
            moment.known_on.astimezone(CLOCK),
            moment.in_force_on,
            edition,
            moment.as_of,
            moment.packs_of,
        )
        for title, moment, edition in zip(
            titles, (found.before, found.after), found.editions, strict=True
        )
    )
    return one, other


def _bar(found: Replayed, state: ListState) -> SharesBar:
    language = page_language()
    return SharesBar(
        tuple(
            Part(
                cause_words(row["cause"], language),
                row["firms"],
                _css(row["cause"]),
                state.address(cause=row["cause"]),
            )
            for row in found.groups().to_dicts()
        ),
        _("Firms"),
        width=720,
    )


def _css(cause: str) -> str:
    causes = causes_in(cause)
    if len(causes) > 1:
        return "cause-several"
    looks = {Cause.FACTS: "facts", Cause.DAY: "day", Cause.RULES: "rules", Cause.CODE: "code"}
    return f"cause-{looks[next(iter(causes))]}"


def _groups(found: Replayed, state: ListState) -> tuple[GroupRow, ...]:
    return tuple(
        GroupRow(
            cause_words(row["cause"], page_language()),
            state.address(cause=row["cause"]),
            row["firms"],
            row["gained"],
            row["lost"],
        )
        for row in found.groups().to_dicts()
    )


def _standings(found: Replayed, side: str) -> list[str | None]:
    """The standings that occur on a side, nearest first; those outside the rule last."""
    seen = set(found.matrix[side])
    return [one.value for one in Standing if one.value in seen] + ([None] if None in seen else [])


def _matrix(found: Replayed, state: ListState) -> tuple[MatrixRow, ...]:
    counts = {(row["before"], row["after"]): row["firms"] for row in found.matrix.to_dicts()}
    columns = _standings(found, "after")
    return tuple(
        MatrixRow(
            standing_words(before, page_language()),
            tuple(
                (
                    counts.get((before, after), 0),
                    ""
                    if before == after
                    else state.address(before=before or NOBODY, after=after or NOBODY, cause=None),
                    before == after,
                )
                for after in columns
            ),
            sum(counts.get((before, after), 0) for after in columns),
        )
        for before in _standings(found, "before")
    )


def _batches(found: Replayed) -> tuple[tuple[str, str, bool, dt.datetime], ...]:
    return tuple(
        (row["file_name"], reverse("data:batch", args=[row["batch"]]), row["brought"], row["at"])
        for row in found.batches.to_dicts()
    )


def _chips(state: ListState) -> tuple[Chip, ...]:
    language = page_language()
    named = {
        NOBODY: standing_words(None, language),
        **{one.value: standing_words(one.value, language) for one in Standing},
    }
    causes = {value: cause_words(value, language) for value in state.values("cause")}
    labels = {
        "q": _("Firm"),
        "before": pgettext("replay", "Before"),
        "after": pgettext("replay", "After"),
        "cause": _("Cause"),
    }
    return chips(state, labels, {"before": named, "after": named, "cause": causes})


def _firm(row: dict[str, Any], found: Replayed) -> FirmLine:
    language = page_language()
    packs = snapshots.workspace().packs
    conditions = row["conditions"] or []
    facts = facts_of(found, row["firm_id"], conditions)
    rules_matter = Cause.RULES in causes_in(row["cause"])
    return FirmLine(
        name=row["name"],
        address=firm_address(row["firm_id"]),
        before=standing_words(row["before"], language),
        after=standing_words(row["after"], language),
        cause=cause_words(row["cause"], language),
        conditions=tuple(
            condition_words(one, found, language) for one in conditions[:CONDITIONS_SHOWN]
        ),
        more_conditions=max(len(conditions) - CONDITIONS_SHOWN, 0),
        facts=tuple(
            FactLine(
                fact_words({**one, "batch": None}, found, packs, language),
                one["batch"] or "",
                reverse("data:batch", args=[one["batch"]]) if one["batch"] else "",
            )
            for one in facts[:FACTS_SHOWN]
        ),
        more_facts=max(len(facts) - FACTS_SHOWN, 0),
        changes=tuple(change_words(one, language) for one in changes_of(conditions, found.changes))
        if rules_matter
        else (),
    )
