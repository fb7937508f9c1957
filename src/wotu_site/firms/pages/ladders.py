"""The ladders as one firm stands on them: what it holds, and what the next rung asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from wotu.build.certificates import NOTICE_MONTHS, list_is_complete
from wotu.build.snapshot import Snapshot
from wotu.packs.ladders import Ladder
from wotu.rules.interpret import shifted
from wotu_site.access.roles import Person
from wotu_site.firms.pages.verdict_rows import RuleCard
from wotu_site.firms.pages.verdicts import Verdicts
from wotu_site.ui.formats import page_language


@dataclass(frozen=True, slots=True)
class RungMark:
    """One rung; ``state`` is ``present`` for the highest one held, ``held`` or ``open``."""

    label: str
    state: str
    expires_on: date | None
    days_left: int | None
    soon: bool


@dataclass(frozen=True, slots=True)
class RungAhead:
    """A rung that the firm does not hold yet; ``card`` is its rule's verdict, if it has a rule."""

    label: str
    card: RuleCard | None


@dataclass(frozen=True, slots=True)
class LadderStrip:
    """A ladder, lit as far as the firm has come.

    ``ahead`` has the next rung, and those above it that have a rule.
    """

    name: str
    label: str
    rungs: tuple[RungMark, ...]
    ahead: tuple[RungAhead, ...]
    complete: bool


def ladder_strips(
    snapshot: Snapshot, firm: Mapping[str, Any], cards: Mapping[str, RuleCard]
) -> tuple[LadderStrip, ...]:
    """Every ladder, those with rules first; ``cards`` has the verdict of each rule on the firm."""
    applying = {rule_id: card for rule_id, card in cards.items() if card.applies}
    day = snapshot.manifest.as_of
    rows = snapshot.rows(
        "SELECT kind, max(coalesce(expires_on, DATE '9999-12-31')) AS last FROM"
        " fact_firm_certificate WHERE firm_id = ? AND granted_on <= ? GROUP BY kind"
        " HAVING last >= ?",
        [firm["firm_id"], day, day],
    )
    held = {row["kind"]: row["last"] for row in rows}
    ladders = snapshot.packs.ladders.values()
    strips = [_strip(snapshot, ladder, held, applying) for ladder in ladders]
    return tuple(sorted(strips, key=lambda strip: not any(rung.card for rung in strip.ahead)))


def ladders_of(
    snapshot: Snapshot, firm: Mapping[str, Any], person: Person
) -> tuple[LadderStrip, ...]:
    """Every ladder as a firm stands on it, as one person may see it."""
    verdicts = Verdicts(snapshot, firm, person)
    explained = [verdicts.explanation(rule) for rule in verdicts.rules]
    cards = {one.rule.id: verdicts.card(one, opened=False) for one in explained}
    return ladder_strips(snapshot, firm, cards)


def _strip(
    snapshot: Snapshot, ladder: Ladder, held: Mapping[str, date], cards: Mapping[str, RuleCard]
) -> LadderStrip:
    language = page_language()
    kinds = snapshot.packs.code_lists["certificate_kinds"]
    names = [kinds.label_of(r.certificate).in_language(language) for r in ladder.rungs]
    places = [place for place, rung in enumerate(ladder.rungs) if rung.certificate in held]
    present = places[-1] if places else -1
    ahead = [
        RungAhead(name, cards.get(rung.rule or ""))
        for name, rung in zip(names[present + 1 :], ladder.rungs[present + 1 :], strict=True)
    ]
    return LadderStrip(
        name=ladder.ladder,
        label=ladder.label.in_language(language),
        rungs=tuple(
            _mark(snapshot, names[place], held.get(rung.certificate), place == present)
            for place, rung in enumerate(ladder.rungs)
        ),
        ahead=tuple(rung for place, rung in enumerate(ahead) if place == 0 or rung.card),
        complete=list_is_complete(snapshot),
    )


def _mark(snapshot: Snapshot, label: str, until: date | None, present: bool) -> RungMark:
    day = snapshot.manifest.as_of
    if until is None:
        return RungMark(label, "open", None, None, False)
    state = "present" if present else "held"
    if until == date(9999, 12, 31):
        return RungMark(label, state, None, None, False)
    soon = until <= shifted(day, NOTICE_MONTHS, "months")
    return RungMark(label, state, until, (until - day).days, soon)
