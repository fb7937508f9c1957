"""Lists as workbooks."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.urls import reverse

from wotu.exports import write_table
from wotu.rules.checked import CheckedRule
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.entitlements.models import Entitlement
from wotu_site.entitlements.payments import order_table
from wotu_site.firms import services as firm_files


def export_list(
    rule: CheckedRule, rows: Sequence[Entitlement], day: dt.date, person: Person
) -> str:
    """Write a list for the finance bureau and record that; the address to fetch it from.

    The workbook is Chinese whatever the page is, and can be imported as it comes back with the
    days of payment filled in.
    """
    label = rule.spec.label.zh
    folder = firm_files.exports_folder(person.pk)
    firm_files.clear_old_files(folder)
    path = folder / f"{uuid.uuid4().hex}.xlsx"
    write_table(order_table(rows, label), path, sheet="兑现清单")
    name = f"{label}-兑现清单-{day:%Y%m%d}.xlsx"
    about = audit.Subject("entitlement", rule.id, label)
    audit.record(
        "entitlement.exported", acting_user=person, about=about, detail={"rows": len(rows)}
    )
    return reverse("firms:exported", args=[path.name, name])
