"""Chains, links, gaps, targets and local sourcing as workbooks."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wotu.build.snapshot import Snapshot
from wotu.contracts.schema import Sensitivity
from wotu.exports import write_table
from wotu.packs.chains import ChainMap
from wotu_site.access.fields import may_see
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.chains import measured
from wotu_site.chains.measured import Link
from wotu_site.chains.placed import Placed
from wotu_site.chains.places import place_name
from wotu_site.chains.words import STAGES, enumerated, reason_texts, said, state_look
from wotu_site.firms.services import clear_old_files, exports_folder


def write_chain(snapshot: Snapshot, chain: ChainMap, person: Person) -> tuple[Path, str]:
    """Write the links of a chain and record that; where it is and what it is called."""
    links = measured.links_of_chain(snapshot, chain)
    path = place(person)
    write_table(link_table(links, person), path, sheet=said(chain.label))
    about = audit.Subject("chain", chain.chain, said(chain.label))
    audit.record("chain.exported", acting_user=person, about=about, detail={"links": len(links)})
    return path, dated(said(chain.label))


def write_gaps(links: Sequence[Link], person: Person) -> tuple[Path, str]:
    """Write missing, weak and fragile links and record that."""
    path = place(person)
    write_table(link_table(links, person), path, sheet=_("Gaps and weak links"))
    audit.record("gap_list.exported", acting_user=person, detail={"links": len(links)})
    return path, dated(_("gaps"))


def write_firms(link: Link, firms: Sequence[Placed], person: Person) -> tuple[Path, str]:
    """Write the firms of a link and record that; one row a firm."""
    label = said(link.node.label)
    path = place(person)
    write_table(firm_table(firms, person), path, sheet=_("Firms"))
    about = audit.Subject("chain_link", link.name, label)
    audit.record(
        "chain_link.exported", acting_user=person, about=about, detail={"firms": len(firms)}
    )
    return path, dated(label)


def link_table(links: Sequence[Link], person: Person) -> pl.DataFrame:
    """Links with all that is measured of them, one row a link."""
    known = [link.strength for link in links]
    columns = {
        pgettext("chain", "Industry chain"): [said(link.chain.label) for link in links],
        pgettext("chain", "Stage"): [str(STAGES[link.node.stage]) for link in links],
        pgettext("chain", "Link"): [said(link.node.label) for link in links],
        pgettext("link", "State"): [str(state_look(one.state).word) for one in known],
        pgettext("number", "Firms"): [one.firms for one in known],
        _("Score, 0–100"): [one.score for one in known],
        _("Lowest possible score"): [one.score_low for one in known],
        _("Highest possible score"): [one.score_high for one in known],
        _("Registered capital, CNY"): [one.capital_cny for one in known],
        _("Employees"): [one.employees for one in known],
        _("Share of the largest firm"): [one.top_share for one in known],
        _("Valid rights"): [one.patents for one in known],
        _("Firms with a certificate"): [one.certified for one in known],
        _("Location quotient"): [one.location_quotient for one in known],
        _("Relatedness density"): [one.density for one in known],
        _("Rank of the zone"): [one.place_rank for one in known],
        _("Of places"): [one.places for one in known],
        _("Uses"): [_ends(link, "suppliers") for link in links],
        _("Used by"): [_ends(link, "customers") for link in links],
        _("Reasons"): ["\n".join(reason_texts(one.reasons)) for one in known],
    }
    if may_see(person, Sensitivity.CONFIDENTIAL):
        columns[_("Sales, CNY")] = [one.sales_cny for one in known]
        columns[_("Growth")] = [one.growth for one in known]
    return pl.DataFrame(columns, strict=False)


def firm_table(firms: Sequence[Placed], person: Person) -> pl.DataFrame:
    """Firms on a link, one row a firm."""
    columns = {
        _("Firm"): [one.name for one in firms],
        _("Code"): [one.firm_id for one in firms],
        _("Place"): [place_name(one.place) for one in firms],
        _("Confidence"): [one.confidence for one in firms],
        _("Main link"): [one.main for one in firms],
        _("Judged by a person"): [one.judged for one in firms],
        _("Placed by"): [enumerated(one.terms) for one in firms],
        _("Text"): ["\n".join(word["text"] for word in one.words or ()) for one in firms],
        _("Founded on"): [one.founded_on for one in firms],
        _("Registered capital, CNY"): [one.capital_cny for one in firms],
        _("Employees"): [one.employees for one in firms],
        _("Valid rights"): [one.patents for one in firms],
    }
    if may_see(person, Sensitivity.CONFIDENTIAL):
        columns[_("Sales, CNY")] = [one.sales_cny for one in firms]
    return pl.DataFrame(columns, schema_overrides={_("Founded on"): pl.Date}, strict=False)


def place(person: Person) -> Path:
    """Where a workbook for a person is written."""
    folder = exports_folder(person.pk)
    clear_old_files(folder)
    return folder / f"{uuid.uuid4().hex}.xlsx"


def dated(name: str) -> str:
    """The name of a workbook that is taken out today."""
    return f"{name}-{timezone.localdate():%Y%m%d}.xlsx"


def _ends(link: Link, side: str) -> str:
    chain = link.chain
    names = (
        [edge.from_ for edge in chain.suppliers(link.name)]
        if side == "suppliers"
        else [edge.to for edge in chain.customers(link.name)]
    )
    return enumerated(said(chain.nodes[name].label) for name in names)
