"""Attraction targets and pairs of firms as workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.build.snapshot import Snapshot
from wotu.exports import write_table
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.chains import pairing
from wotu_site.chains.exports import dated, place
from wotu_site.chains.places import place_name
from wotu_site.chains.target_rows import Target
from wotu_site.chains.words import reason_texts, said
from wotu_site.ui.tables import ListState


def write_targets(
    snapshot: Snapshot, targets: Sequence[Target], person: Person
) -> tuple[Path, str]:
    """Write targets and record that; one row a firm and link."""
    chains = snapshot.packs.chains
    table = pl.DataFrame(
        {
            _("Firm elsewhere"): [one.name for one in targets],
            _("Place"): [place_name(one.place) for one in targets],
            pgettext("chain", "Industry chain"): [said(chains[one.chain].label) for one in targets],
            pgettext("chain", "Link"): [
                said(chains[one.chain].nodes[one.node].label) for one in targets
            ],
            _("Rank on the link"): [one.rank for one in targets],
            _("Fit, 0–1"): [one.fit for one in targets],
            _("Suppliers, customers"): [one.fit_supply for one in targets],
            _("Relatedness"): [one.fit_related for one in targets],
            pgettext("fit", "Growth"): [one.fit_growth for one in targets],
            _("Signs of expansion"): [one.fit_expand for one in targets],
            _("Confidence"): [one.confidence for one in targets],
            _("Founded on"): [one.founded_on for one in targets],
            _("Registered capital, CNY"): [one.capital_cny for one in targets],
            _("On a stock exchange"): [one.listed for one in targets],
            _("Reasons"): ["\n".join(reason_texts(one.reasons)) for one in targets],
        },
        schema_overrides={_("Founded on"): pl.Date},
        strict=False,
    )
    path = place(person)
    write_table(table, path, sheet=_("Attraction targets"))
    audit.record("attraction_list.exported", acting_user=person, detail={"rows": table.height})
    return path, dated(_("attraction targets"))


def write_pairs(snapshot: Snapshot, state: ListState, person: Person) -> tuple[Path, str]:
    """Write the pairs around a link and record that; one row a pair."""
    chain, link = pairing.asked_for(snapshot, state)
    rows = pairing.pairs(snapshot, chain, link) if link else []
    table = pl.DataFrame(
        {
            _("Could supply"): [row["supplier"] for row in rows],
            _("Link of the supplier"): [
                said(chain.nodes[row["supplier_node"]].label) for row in rows
            ],
            _("Goods"): [pairing.goods_of(row) for row in rows],
            _("Could buy"): [row["customer"] for row in rows],
            _("Link of the customer"): [
                said(chain.nodes[row["customer_node"]].label) for row in rows
            ],
            _("How sure both stand there"): [row["sureness"] for row in rows],
            _("Cannot do without"): [row["essential"] for row in rows],
        },
        strict=False,
    )
    path = place(person)
    write_table(table, path, sheet=_("Local sourcing"))
    audit.record("sourcing_list.exported", acting_user=person, detail={"rows": table.height})
    return path, dated(_("local sourcing"))
