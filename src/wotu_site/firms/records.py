"""The record of a decision on a firm, for those who may see all that it rests on."""

from __future__ import annotations

import json

from wotu.build.record import decision_record
from wotu.build.snapshot import Snapshot
from wotu.rules.checked import CheckedRule
from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.firms.seen import Seen


def may_record(snapshot: Snapshot, rule: CheckedRule, person: Person) -> bool:
    """Whether a person may see every fact that a record of a rule's verdict would hold."""
    seen = Seen(person, rule, snapshot.packs.contracts, {}, snapshot.manifest.as_of)
    return all(seen.is_open(item) for item in rule.inputs)


def record_text(
    snapshot: Snapshot, firm_id: str, rule: CheckedRule, *, acting_user: Person
) -> tuple[str, str]:
    """The record as a JSON file's text, and the name of the file; taking it out is recorded."""
    record = decision_record(snapshot, firm_id, rule.id)
    name = f"{firm_id}-{rule.id}-{snapshot.manifest.as_of:%Y%m%d}.json"
    audit.record(
        "verdict.recorded",
        acting_user=acting_user,
        about=audit.Subject("firm", firm_id, record["content"]["firm"]["name"]),
        detail={"rule": rule.id, "snapshot": snapshot.id, "sha256": record["sha256"]},
    )
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n", name
