"""Targets that accepted claims of plans and reports set, for people to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wotu.build.known import place_register
from wotu.packs.indicators import Indicator
from wotu.reading.facts.fact_rows import TARGETS
from wotu.workspace import Workspace


@dataclass(frozen=True)
class TargetCandidate:
    """One target as it is in the lake."""

    fact: Mapping[str, Any]
    """The columns of the contract ``target_candidate``."""
    place_name: str
    """As registers name the place, else as the source does."""
    indicator: Indicator | None
    """None where the packs no longer have it."""


def target_candidates(workspace: Workspace) -> list[TargetCandidate]:
    """Every target in the lake, by place, indicator and the day on which it is due."""
    places = place_register(workspace.lake, workspace.packs)
    rows = places.assign(workspace.lake.rows(TARGETS)).collect()
    return [
        TargetCandidate(
            fact=row,
            place_name=places.name_of(row["place_code"] or "") or row["place_name"] or "",
            indicator=workspace.packs.indicators.get(row["indicator"]),
        )
        for row in rows.sort("place_code", "indicator", "target_on").to_dicts()
    ]
