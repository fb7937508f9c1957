"""The four numbers of the first page, each with its change against the snapshot before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from wotu.build.among import ALL_FIRMS, Among
from wotu.build.certificates import list_is_complete
from wotu.build.rungs import Rung
from wotu.build.snapshot import Snapshot
from wotu_site.home import answers
from wotu_site.policies import queries as policies
from wotu_site.snapshots import queries as snapshots
from wotu_site.ui.formats import page_language
from wotu_site.ui.shares import Part, SharesBar
from wotu_site.ui.standings import standing_look


@dataclass(frozen=True, slots=True)
class Number:
    """One number: ``change`` is None where there is no earlier one, ``share`` where not asked."""

    label: str
    value: int
    address: str
    change: int | None = None
    share: Decimal | None = None
    note: str = ""

    @property
    def fewer(self) -> int:
        """By how much it has fallen."""
        return -(self.change or 0)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers with the day they are of, and the day they are compared with."""

    as_of: date
    compared_with: date | None
    shown: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class StandingBar:
    """Where all firms stand before the rule of a rung."""

    label: str
    address: str
    bar: SharesBar


def numbers(snapshot: Snapshot, among: Among, *, officer: str = "") -> Numbers:
    """The numbers of some firms; ``officer`` narrows the lists they lead to in the same way."""
    before = answers.snapshot_before(snapshot)
    earlier = snapshots.opened(before.id) if before else None
    firms = answers.firm_count(snapshot, among)
    told = [
        Number(
            _("Firms"),
            firms,
            _with_officer(reverse("firms:list"), officer),
            _change(firms, answers.firm_count(earlier, among) if earlier else None),
        )
    ]
    rung = next(iter(answers.ruled_rungs(snapshot)), None)
    if rung:
        told += _of_rung(snapshot, earlier, rung, among, firms, officer)
    return Numbers(snapshot.manifest.as_of, before.as_of if before else None, tuple(told))


def standing_bars(snapshot: Snapshot) -> tuple[StandingBar, ...]:
    """Where all firms stand before each rung that a rule decides."""
    return tuple(
        StandingBar(
            rung.label(page_language()),
            f"{reverse('ladder:home')}?{urlencode({'rung': rung.kind})}",
            SharesBar(
                tuple(
                    Part(standing_look(one).word, number, one.value, _standing(rung, one.value))
                    for one, number in policies.standings(snapshot, rung.rule_id, ALL_FIRMS).items()
                ),
                _("Firms"),
                width=720,
            ),
        )
        for rung in answers.ruled_rungs(snapshot)
    )


def _of_rung(
    snapshot: Snapshot,
    earlier: Snapshot | None,
    rung: Rung,
    among: Among,
    firms: int,
    officer: str,
) -> list[Number]:
    now = answers.outlook_of(snapshot, rung.kind, among)
    was = answers.outlook_of(earlier, rung.kind, among) if earlier else None
    assert now is not None
    name = rung.label(page_language())
    query = {"rung": rung.kind}
    incomplete = "" if list_is_complete(snapshot) else _("at least: the list is not complete")
    holding = f"{reverse('firms:list')}?{urlencode({'holds': rung.kind})}"
    rows = [
        (_("Valid certificates: %(name)s") % {"name": name}, "held", holding, incomplete),
        (_("Can be declared: %(name)s") % {"name": name}, "declare", _work("home", query), ""),
        (_("One step away: %(name)s") % {"name": name}, "step", _work("step", query), ""),
    ]
    return [
        Number(
            label,
            getattr(now, which),
            _with_officer(address, officer),
            _change(getattr(now, which), getattr(was, which) if was else None),
            Decimal(getattr(now, which)) / firms if firms else None,
            note,
        )
        for label, which, address, note in rows
    ]


def _change(now: int, was: int | None) -> int | None:
    return None if was is None else now - was


def _work(which: str, query: dict[str, str]) -> str:
    return f"{reverse(f'ladder:{which}')}?{urlencode(query)}"


def _standing(rung: Rung, standing: str) -> str:
    query = urlencode({"rule": rung.rule_id, "standing": standing})
    return f"{reverse('firms:list')}?{query}"


def _with_officer(address: str, officer: str) -> str:
    if not officer:
        return address
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'officer': officer})}"
