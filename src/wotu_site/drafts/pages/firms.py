"""The firms that a draft reaches, as the page lists them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy

from wotu.build.attribute_words import attribute_word
from wotu.build.reached import ORDERS, Reach, ReachedFirm, count_reached, reached_firms
from wotu.build.simulate import Effect
from wotu.build.snapshot import Snapshot
from wotu_site.drafts import words
from wotu_site.drafts.reading import Asked
from wotu_site.drafts.trials import Tried
from wotu_site.ui.formats import money_text, page_language
from wotu_site.ui.tables import Column, ListState, Pager

SORTS = ORDERS
FIRST_SORT = "effect"
LONGEST_WORDS = 60


@dataclass(frozen=True, slots=True)
class FirmLine:
    """A firm that the draft reaches."""

    name: str
    address: str
    about: str
    effect: str
    css: str
    verdicts: str
    deciding: tuple[str, ...]
    amounts: str


@dataclass(frozen=True, slots=True)
class FirmLines:
    """One page of the firms reached; ``priced`` says whether amounts are shown."""

    state: ListState
    columns: tuple[Column, ...]
    rows: tuple[FirmLine, ...]
    pager: Pager
    words: str
    priced: bool
    export_address: str


def reach_of(state: ListState) -> Reach:
    """Which of the firms reached an address asks for, and in which order."""
    known = {effect.value for effect in words.SHOWN}
    effects = tuple(Effect(one) for one in state.values("effect") if one in known)
    return Reach(effects, state.value("q")[:LONGEST_WORDS], state.sort)


def firm_lines(found: Asked, tried: Tried, state: ListState) -> FirmLines:
    """One page of the firms that an address asks for."""
    reach = reach_of(state)
    pager = Pager.of(count_reached(tried.simulation, reach), state.page)
    rows = reached_firms(tried.simulation, reach, limit=pager.size, offset=pager.offset)
    priced = tried.simulation.after.priced
    columns = [
        Column(gettext_lazy("Firm"), "name"),
        Column(gettext_lazy("Effect"), "effect"),
        Column(gettext_lazy("Deciding condition")),
    ]
    if priced:
        columns.append(Column(gettext_lazy("Amount"), "amount", numeric=True))
    query = state.address().partition("?")[2]
    return FirmLines(
        state=state,
        columns=tuple(columns),
        rows=tuple(_firm_line(found.snapshot, one) for one in rows),
        pager=pager,
        words=reach.words,
        priced=priced,
        export_address=f"{reverse('drafts:export', args=[found.rule.id])}?{query}",
    )


def _firm_line(snapshot: Snapshot, one: ReachedFirm) -> FirmLine:
    language = page_language()
    about = (
        attribute_word(snapshot, name, value, language)
        for name, value in (("section", one.section), ("size", one.size))
    )
    before, after = (words.verdict_word(verdict) for verdict in (one.before, one.after))
    amounts = dict.fromkeys(
        "—" if amount is None else money_text(amount)
        for amount in (one.amount_before, one.amount_after)
    )
    return FirmLine(
        name=one.name,
        address=reverse("firms:firm", args=[one.firm_id]),
        about=" · ".join(filter(None, about)),
        effect=words.effect_word(one.effect),
        css=words.CSS[one.effect],
        verdicts=before if before == after else f"{before} → {after}",
        deciding=tuple(item.text(language) for item in one.deciding),
        amounts=" → ".join(amounts),
    )
