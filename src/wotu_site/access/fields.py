"""Which fields of a contract a person may see: the one place that decides it."""

from __future__ import annotations

from wotu.contracts.schema import Sensitivity, TableContract
from wotu_site.access.roles import FIRM_KEEPERS, FIRM_READERS, Person, Role

#: The roles that see fields of each sensitivity; a firm user only those of the own firm.
SEEN_BY: dict[Sensitivity, frozenset[Role]] = {
    Sensitivity.PUBLIC: FIRM_READERS | {Role.FIRM},
    Sensitivity.INTERNAL: FIRM_READERS,
    Sensitivity.CONFIDENTIAL: FIRM_READERS | {Role.FIRM},
    Sensitivity.PERSONAL: FIRM_KEEPERS,
}


def may_see(person: Person, sensitivity: Sensitivity) -> bool:
    """Whether the person sees fields of this sensitivity, of firms that are open to the person."""
    return person.role in SEEN_BY[sensitivity]


def visible_fields(person: Person, contract: TableContract) -> list[str]:
    """The fields of a contract that the person sees, in its order."""
    return [name for name, field in contract.fields.items() if may_see(person, field.sensitivity)]
