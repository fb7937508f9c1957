"""The funnels on top of the ladder: for each ladder how many firms stand on each rung."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from wotu.build.among import ALL_FIRMS
from wotu.build.certificates import WantedLapses, holders, list_is_complete
from wotu.build.declarations import Declaration
from wotu.build.population import Wanted
from wotu.build.rungs import READY, STEPS
from wotu.build.snapshot import Snapshot
from wotu_site.ladder import work
from wotu_site.ladder.charts import Ahead, RungCounts, ladder_chart
from wotu_site.ladder.work import Rung, WorkList
from wotu_site.policies import queries as policies
from wotu_site.snapshots.remembering import remembered
from wotu_site.ui.charts import Chart


@remembered
def funnels(snapshot: Snapshot, language: str) -> tuple[Chart, ...]:
    """One chart for each ladder of the packs, the one with the main rung first."""
    held = holders(snapshot)
    lapsing = work.lapses(snapshot).counts_by_kind(WantedLapses())
    source = _("certificates and screening, snapshot as of %(day)s") % {
        "day": snapshot.manifest.as_of.isoformat()
    }
    found = []
    ladders = snapshot.packs.ladders
    ruled = dict.fromkeys(rung.ladder for rung in work.ruled_rungs(snapshot))
    for name in dict.fromkeys([*ruled, *ladders]):
        ladder = ladders[name]
        rungs = [rung for rung in work.rungs(snapshot) if rung.ladder == name]
        counts = [
            _counts(snapshot, rung, held.get(rung.kind, 0), lapsing.get(rung.kind, 0), language)
            for rung in rungs
        ]
        found.append(
            ladder_chart(
                name,
                ladder.label.in_language(language),
                counts,
                complete=list_is_complete(snapshot),
                source=source,
            )
        )
    return tuple(found)


def _counts(snapshot: Snapshot, rung: Rung, held: int, lapsing: int, language: str) -> RungCounts:
    everybody = {"officer": policies.EVERYBODY}
    soon = f"{reverse('ladder:expiring')}?{urlencode({'kind': rung.kind, **everybody})}"
    if not rung.rule_id:
        return RungCounts(rung.kind, rung.label(language), held, lapsing, soon, None)
    declare = policies.declarations(snapshot, rung.rule_id, Wanted(standings=READY, due=rung.kind))
    step = policies.declarations(snapshot, rung.rule_id, Wanted(standings=STEPS, due=rung.kind))
    return RungCounts(
        kind=rung.kind,
        label=rung.label(language),
        held=held,
        lapsing=lapsing,
        lapsing_address=soon,
        ahead=Ahead(
            first=declare[Declaration.FIRST],
            renewal=declare[Declaration.RENEWAL],
            lapsed=declare[Declaration.LAPSED],
            step=sum(step.values()),
            step_of_holders=step[Declaration.RENEWAL],
            facts=work.count(snapshot, WorkList.FACTS, rung, ALL_FIRMS),
            query=urlencode({"rung": rung.kind, **everybody}),
        ),
        main=rung.main,
    )
