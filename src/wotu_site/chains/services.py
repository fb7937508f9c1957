"""What people say of placements: it is kept in the lake, with who, when and why."""

from __future__ import annotations

from wotu_site.access.roles import Person
from wotu_site.audit import services as audit
from wotu_site.chains.corrections import corrections
from wotu_site.chains.measured import Link
from wotu_site.chains.words import said
from wotu_site.firms.services import author_of


def judge_placement(
    link: Link, firm_id: str, firm_name: str, *, right: bool, reason: str, acting_user: Person
) -> None:
    """Say that a firm belongs on a link, or does not; it counts from the next build.

    Raises:  PlacementCorrectionError without a reason.
    """
    corrections().say(firm_id, *link.key, right=right, author=author_of(acting_user), reason=reason)
    detail = {"link": list(link.key), "belongs": right, "reason": reason}
    audit.record(
        "placement.judged", acting_user=acting_user, about=_about(link, firm_name), detail=detail
    )


def withdraw_judgement(link: Link, firm_id: str, firm_name: str, *, acting_user: Person) -> None:
    """Take back what was said of a placement; what the words say counts again.

    Raises:  PlacementCorrectionError where nothing stands.
    """
    corrections().withdraw(firm_id, *link.key, author=author_of(acting_user))
    detail = {"link": list(link.key), "firm": firm_id}
    audit.record(
        "placement.withdrawn", acting_user=acting_user, about=_about(link, firm_name), detail=detail
    )


def _about(link: Link, firm_name: str) -> audit.Subject:
    return audit.Subject("placement", link.name, f"{firm_name} · {said(link.node.label)}")
