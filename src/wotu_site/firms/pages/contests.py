"""The values that people have put in doubt, for those who settle them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.build.snapshot import Snapshot
from wotu.errors import WotuError
from wotu.lake.corrections import ContestState
from wotu_site.access.roles import FIRM_KEEPERS, Person
from wotu_site.firms import contested, queries
from wotu_site.firms.addresses import fact_address, key_of_words
from wotu_site.firms.contested import Contest
from wotu_site.firms.forms import SettleForm
from wotu_site.firms.pages.history import value_name
from wotu_site.firms.texts import exact_text
from wotu_site.ui.pages import Crumb
from wotu_site.ui.tables import ListState, Pager
from wotu_site.ui.tabs import Tab


@dataclass(frozen=True, slots=True)
class ContestRow:
    """A contest with the firm and the value it is about, and the form that settles it."""

    contest: Contest
    firm_id: str
    firm_name: str
    value_name: str
    key: str
    value: str
    evidence: str
    form: BaseForm | None


@dataclass(frozen=True, slots=True)
class ContestListPage:
    """A page of contests of one state."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    state: ListState
    tabs: tuple[Tab, ...]
    rows: tuple[ContestRow, ...]
    pager: Pager


def contest_list_page(
    snapshot: Snapshot,
    person: Person,
    state: ListState,
    *,
    sent: tuple[str, BaseForm] | None = None,
) -> ContestListPage:
    """The contests; ``sent`` is the form of one that could not be used."""
    shown = state.value("state") or ContestState.OPEN.value
    everything = contested.contests()
    found = [contest for contest in everything if contest.state == shown]
    pager = Pager.of(len(found), state.page, 20)
    return ContestListPage(
        title=_("Contested values"),
        breadcrumbs=(Crumb(_("Contested values")),),
        state=state,
        tabs=_tabs(state, everything, shown),
        rows=tuple(
            contest_row(snapshot, contest, person, sent)
            for contest in found[pager.offset : pager.offset + pager.size]
        ),
        pager=pager,
    )


def contest_row(
    snapshot: Snapshot, contest: Contest, person: Person, sent: tuple[str, BaseForm] | None
) -> ContestRow:
    """One contest as it is shown."""
    firm = queries.firm_or_none(contest.uscc) or {"firm_id": "", "name": contest.uscc}
    value, evidence = _value_now(snapshot, contest, firm)
    form: BaseForm | None = None
    if contest.open and person.role in FIRM_KEEPERS:
        form = SettleForm(prefix=contest.name, initial={"value": contest.claimed or ""})
        if sent and sent[0] == contest.name:
            form = sent[1]
    return ContestRow(
        contest,
        firm["firm_id"],
        firm["name"],
        value_name(snapshot, contest.contract, contest.field),
        contest.key.partition("=")[2],
        value,
        evidence,
        form,
    )


def _value_now(snapshot: Snapshot, contest: Contest, firm: Mapping[str, Any]) -> tuple[str, str]:
    """The value that is believed now, and the address of its evidence."""
    contract = snapshot.packs.contracts.get(contest.contract)
    if contract is None or contest.field not in contract.fields or not firm["firm_id"]:
        return "", ""
    try:
        key = key_of_words(contract, contest.key)
    except (WotuError, ValueError):
        return "", ""
    where = " AND ".join(f'"{name}" IS NOT DISTINCT FROM ?' for name in ("firm_id", *contract.key))
    row = snapshot.row(
        f'SELECT * FROM "fact_{contract.name}" WHERE {where}', [firm["firm_id"], *key.values()]
    )
    value = (row or {}).get(contest.field)
    text = exact_text(contract.fields[contest.field], value, snapshot.packs.code_lists)
    return text, fact_address(firm["firm_id"], contract.name, contest.field, key)


def _tabs(state: ListState, everything: list[Contest], shown: str) -> tuple[Tab, ...]:
    words = {
        ContestState.OPEN: pgettext("contest", "Open"),
        ContestState.CORRECTED: pgettext("contest", "Put right"),
        ContestState.UPHELD: pgettext("contest", "Upheld"),
    }
    return tuple(
        Tab(
            word,
            state.address(state=value.value),
            value.value == shown,
            sum(contest.state == value for contest in everything),
        )
        for value, word in words.items()
    )
