"""Rows of the lake that may become targets: of imported plans, and of documents' claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wotu.identity.place_register import PlaceRegister
from wotu.packs.indicators import IndicatorDictionary
from wotu.periods import period_days
from wotu.reading.facts.targets import TargetCandidate, target_candidates
from wotu.targets.book import TargetBook, TargetError
from wotu.targets.target import Origin, Target
from wotu.targets.written import aim_of, milestones_of, path_kind_of
from wotu.workspace import Workspace


@dataclass(frozen=True)
class Candidate:
    """A row of the lake that a person may make a target of."""

    id: str
    """The claim of a document, else ``<batch>:<row>``."""
    found: TargetCandidate
    adopted: str | None
    """Id of the target that it became; None where it is none yet."""


def candidate_list(workspace: Workspace) -> tuple[Candidate, ...]:
    """Every candidate of the lake, with the target that it became."""
    adopted = {
        candidate_id(one.origin.claim, one.origin.batch, one.origin.row): one.id
        for one in TargetBook(workspace.lake.root).standing()
    }
    found = [(fact_id(one.fact), one) for one in target_candidates(workspace)]
    return tuple(Candidate(name, one, adopted.get(name)) for name, one in found)


def candidate_id(claim: str | None, batch: str | None, row: int | None) -> str:
    """The id of a candidate by its evidence."""
    return claim or f"{batch}:{row}"


def fact_id(fact: Mapping[str, Any]) -> str:
    """The id of a row of the contract ``target_candidate``."""
    return candidate_id(fact["claim"], fact["_batch"], fact["_row"])


def adopt(
    workspace: Workspace, candidates: Sequence[str], *, author: str, plan: str | None = None
) -> tuple[Target, ...]:
    """Make candidates targets of a plan, all or none; those that are targets already stay.

    ``plan``: name of the plan; without it the row's own, else the document's or file's name.
    Raises:  TargetError for an unknown candidate or one that lacks what a target needs.
    """
    known = {one.id: one for one in candidate_list(workspace)}
    unknown = [name for name in candidates if name not in known]
    if unknown:
        raise TargetError(
            f"没有目标备选 {'、'.join(unknown)}；`wotu targets adopt` 列出全部。"
            f" There is no candidate {', '.join(unknown)}.",
            candidates=unknown,
        )
    fresh = [known[name] for name in dict.fromkeys(candidates) if known[name].adopted is None]
    targets = [
        _placed(one.found, workspace.packs.indicators, plan or _plan_of(workspace, one.found))
        for one in fresh
    ]
    return TargetBook(workspace.lake.root).add(targets, author=author)


def _placed(found: TargetCandidate, indicators: IndicatorDictionary, plan: str) -> Target:
    return target_of_fact(found.fact, indicators, plan, found.fact["place_code"])


def _plan_of(workspace: Workspace, found: TargetCandidate) -> str:
    fact = found.fact
    if fact["plan"]:
        return str(fact["plan"])
    if fact["document"]:
        return str(fact["document"])
    return workspace.lake.batch(fact["_batch"]).file_name


def target_of_fact(
    fact: Mapping[str, Any],
    indicators: IndicatorDictionary,
    plan: str,
    place_code: str,
) -> Target:
    """The target that a row of ``target_candidate`` states; its parent is found later.

    Raises:  UnreadableError for an aim, path or milestone that cannot be read.
    """
    indicator = indicators.get(fact["indicator"])
    value_max = None if fact["value_max"] is None else float(fact["value_max"])
    milestones = milestones_of(fact["milestones"], float(fact["value"]))
    days = period_days(fact["period"])
    due = fact["target_on"] or (days.last if days else None)
    if due is None:
        raise TargetError("没有期限。 There is no due date.")
    number = (fact["number"] or "").strip()
    return Target(
        id="",
        plan=plan,
        number=number,
        name=_name(fact, indicator.label.zh if indicator else fact["indicator"]),
        place_code=place_code,
        indicator=fact["indicator"],
        unit=fact["unit"],
        aim=aim_of(fact["aim"], fact["bound"], indicator, has_upper=value_max is not None),
        value=float(fact["value"]),
        value_max=value_max,
        baseline=None if fact["baseline"] is None else float(fact["baseline"]),
        baseline_period=fact["baseline_period"],
        due=due,
        path=path_kind_of(fact["path"], has_milestones=bool(milestones)),
        milestones=milestones,
        owner=fact["owner"] or "",
        person=fact["person"] or "",
        origin=Origin(fact["_batch"], fact["_row"], fact["document"], fact["claim"]),
        note=fact["note"] or "",
    )


def _name(fact: Mapping[str, Any], indicator: str) -> str:
    return (fact["name"] or "").strip() or indicator


def place_of(fact: Mapping[str, Any], places: PlaceRegister) -> str | None:
    """The code of a row's place; None where its name stands for no known place."""
    code = fact["place_code"]
    return str(code) if code else places.code_of(fact["place_name"] or "")
