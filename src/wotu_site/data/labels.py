"""Contracts, sources and kinds of faults in the language of the page."""

from __future__ import annotations

from wotu.contracts.faults import FAULT_KINDS
from wotu.packs.loader import PackSet
from wotu_site.snapshots.queries import workspace
from wotu_site.ui.formats import page_language


def contract_label(name: str) -> str:
    """The name of a contract; the identifier of one that the packs no longer have."""
    known = packs().every_contract.get(name)
    return known.label.in_language(page_language()) if known else name


def source_label(name: str) -> str:
    """The name of a source; the identifier of one that the packs no longer have."""
    known = packs().sources.sources.get(name)
    return known.label.in_language(page_language()) if known else name


def field_label(contract: str, field: str | None) -> str:
    """The name of a field; empty where a fault is about a whole row."""
    known = packs().every_contract.get(contract)
    spec = known.fields.get(field or "") if known else None
    return spec.label.in_language(page_language()) if spec else field or ""


def fault_label(code: str) -> str:
    """What a kind of fault is called."""
    kind = FAULT_KINDS.get(code)
    if kind is None:
        return code
    return kind.zh if page_language().startswith("zh") else kind.en


def packs() -> PackSet:
    """The packs of the workspace as they are now."""
    return workspace().packs
