"""Which sheets of a plan's workbook hold targets and which tasks, and how they are read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from wotu.contracts.importing import SheetProposal, propose_mappings
from wotu.contracts.mapping import Constant, Mapping
from wotu.errors import MappingError
from wotu.reading.facts.fact_rows import TARGETS
from wotu.workspace import Workspace

TASKS: Final = "plan_task"
_PLACE: Final = frozenset({"place_code", "place_name"})


def plan_mappings(workspace: Workspace, path: Path) -> tuple[Mapping, ...]:
    """One mapping a sheet of targets or tasks; sheets that are neither are left out.

    A sheet without a column of places is about the zone itself.
    Raises:  MappingError where no sheet is either, or a sheet names no place and the zone has not
        just one division; UnreadableFileError.
    """
    read = {
        contract: propose_mappings(path, workspace.packs, contract=contract)
        for contract in (TASKS, TARGETS)
    }
    chosen = [_chosen(*pair) for pair in zip(read[TASKS], read[TARGETS], strict=True)]
    found = [_of_own_place(workspace, one) for one in chosen if one is not None]
    if not found:
        problem = next((one.problem for one in read[TARGETS] if one.problem), None)
        raise problem or MappingError(
            f"{path.name}：没有认出目标表或任务书。 No sheet of targets or tasks was recognised."
        )
    return tuple(found)


def _chosen(tasks: SheetProposal, targets: SheetProposal) -> Mapping | None:
    """A sheet of targets has values, one of tasks says what is done; the place may be missing."""
    for proposal in (targets, tasks):
        best = next(iter(proposal.candidates), None)
        if best is not None and best.score > 0 and set(best.missing) <= _PLACE:
            return best.mapping.model_copy(update={"sheet": proposal.sheet})
    return None


def _of_own_place(workspace: Workspace, mapping: Mapping) -> Mapping:
    if any(column.field in _PLACE for column in mapping.used) or _PLACE & set(mapping.constants):
        return mapping
    divisions = workspace.config.zone.divisions
    if len(divisions) != 1:
        raise MappingError(
            "表里没有地区列，wotu.yaml 里园区也不是只有一个区划；请加一列“地区”。"
            " The table names no place, and the zone has not just one division: add a column 地区."
        )
    constants = {**mapping.constants, "place_code": Constant(value=divisions[0])}
    return mapping.model_copy(update={"constants": constants})
