"""A draft: named changes to a rule that nobody has signed yet, checked like the rule itself.

```yaml
draft: lower_rd
label: {zh: 降低研发门槛, en: Lower R&D floor}
rule: cn.hnte
edition: "2016"
parameters: {rd_floor_small: 4%}
conditions:
  innovation_score: score_total >= score_floor     # another test
  rd_domestic_60pct: null                          # taken away
  own_funds: {label: {zh: 自有资金, en: Own funds}, test: net_assets_year3 > 0 yuan}
```
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import Field as PydanticField

from wotu.errors import Fault, PackError, UnknownNameError, did_you_mean
from wotu.packs.loader import PackSet
from wotu.packs.schema import Label, PackModel, parse_model
from wotu.packs.yaml_source import Location, YamlSource, load_yaml
from wotu.rules.check import check_rule
from wotu.rules.checked import CheckedRule
from wotu.rules.spec import Expression, Identifier

TEXT_OF_DRAFT: Final = "draft"
"""What a condition cites that stands in no official text yet."""


class Draft(PackModel):
    """Changes to one edition of a rule, by the names that the rule gives its parts."""

    draft: Identifier
    label: Label
    rule: str
    edition: str
    note: str = ""
    parameters: dict[Identifier, Expression | dict[dt.date, Expression]] = {}
    """A figure holds on every day; figures by day are put among those of the rule."""
    quantities: dict[Identifier, Expression | dict[str, Any]] = {}
    """An expression, or keys of the quantity to be replaced; a new name adds a quantity."""
    tables: dict[Identifier, dict[str, str | tuple[Expression, ...]]] = {}
    """Rows of tables by their key: the class of a code, or the figures of a row."""
    conditions: dict[Identifier, Expression | dict[str, Any] | None] = {}
    """A test, or keys to be replaced, or nothing for taking the condition away; a new name adds
    a condition at the end."""
    file: str = PydanticField(default="", exclude=True)
    """Where the draft was read from; empty for one that is in no file."""

    @property
    def empty(self) -> bool:
        """Whether nothing is changed."""
        return not (self.parameters or self.quantities or self.tables or self.conditions)

    def as_yaml(self) -> str:
        """The draft as a file that ``wotu simulate --draft`` reads."""
        data = {k: v for k, v in self.model_dump(mode="json").items() if v not in ({}, "")}
        return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)


@dataclass(frozen=True, slots=True)
class DraftFault(Fault):
    """A fault of a draft; ``part`` is the kind and the name of what cannot stand so."""

    part: tuple[str, str] | None = None


def read_draft(path: Path) -> Draft:
    """Read the file of a draft.

    Raises:  PackError for a file that is no draft.
    """
    return parse_model(Draft, load_yaml(path)).model_copy(update={"file": str(path)})


def draft_rule(packs: PackSet, draft: Draft) -> CheckedRule:
    """The rule of the packs with the changes of a draft.

    Raises:  UnknownNameError for an edition that the packs do not have; PackError holding a
        :class:`DraftFault` for everything that cannot stand so.
    """
    changed = drafted(rule_file(packs, draft), draft)
    others = list(packs.rule_sources.values())
    return check_rule(changed, packs.contracts, packs.code_lists, others)


def rule_file(packs: PackSet, draft: Draft) -> YamlSource:
    """The file of the edition that a draft changes.

    Raises:  UnknownNameError.
    """
    found = packs.rule_sources.get(f"{draft.rule}@{draft.edition}")
    if found is None:
        raise UnknownNameError(
            f"没有规则 {draft.rule} 的 {draft.edition} 版。"
            f" There is no edition '{draft.edition}' of rule {draft.rule}.",
            rule=draft.rule,
        )
    return found


def drafted(source: YamlSource, draft: Draft) -> YamlSource:
    """The file of a rule with the changes of a draft; examples are of the rule and left out.

    Raises:  PackError where a draft names what the rule does not have.
    """
    data = {key: value for key, value in deepcopy(source.data).items() if key != "examples"}
    changed = _DraftedSource(source.path, draft.file or draft.draft, data, _lines_of(draft))
    faults = [
        *_change_parameters(changed, draft),
        *_change_quantities(changed, draft),
        *_change_tables(changed, draft),
        *_change_conditions(changed, draft),
    ]
    if faults:
        raise PackError(list(faults))
    return changed


def overlay(source: YamlSource, draft: Draft) -> str:
    """The changed rule as a file for the ``rules`` folder of a pack that is read after the rule's.

    It replaces the edition; give it an edition and days of its own to set it beside the old one.
    """
    head = (
        f"# {draft.label.zh} · {draft.label.en}\n"
        f"# {draft.rule} {draft.edition}: put this file into the folder rules/ of a later pack.\n"
        "# The examples of the rule are left out: write new ones for the changed boundaries.\n"
    )
    body = yaml.safe_dump(drafted(source, draft).data, allow_unicode=True, sort_keys=False)
    return head + str(body)


@dataclass(frozen=True)
class _DraftedSource(YamlSource):
    """A changed rule file: a fault of it names the part of the draft."""

    def fault(self, location: Location, message: str) -> DraftFault:
        part = self._part(location)
        said = message.removeprefix(f"{'.'.join(map(str, location))}: ")
        where = ".".join(part) if part else ".".join(map(str, location))
        line = self.lines.get(part or (), 1)
        return DraftFault(self.name, line, f"{where}: {said}" if where else said, part)

    def _part(self, location: Location) -> tuple[str, str] | None:
        if len(location) < 2:
            return None
        kind, name = str(location[0]), location[1]
        if isinstance(name, str):
            return kind, name
        item: Any = self.data
        found = None
        for key in location:
            if isinstance(item, list) and isinstance(key, int) and key < len(item):
                found = item[key].get("id", found)
            elif not isinstance(item, dict) or key not in item:
                break
            item = item[key]
        return (kind, str(found)) if found else None


def _lines_of(draft: Draft) -> dict[Location, int]:
    return load_yaml(Path(draft.file)).lines if draft.file else {}


def _change_parameters(source: YamlSource, draft: Draft) -> Iterator[Fault]:
    parameters = source.data.get("parameters", {})
    for name, change in draft.parameters.items():
        if name not in parameters:
            hint = did_you_mean(name, list(parameters))
            yield source.fault(("parameters", name), f"the rule has no such parameter.{hint}")
            continue
        values = parameters[name]["values"]
        if isinstance(change, dict):
            values.update(change)
        else:
            parameters[name]["values"] = {min(values): change}


def _change_quantities(source: YamlSource, draft: Draft) -> Iterator[Fault]:
    quantities = source.data.setdefault("quantities", {})
    for name, change in draft.quantities.items():
        if isinstance(change, dict):
            quantities.setdefault(name, {}).update(change)
        elif name in quantities:
            quantities[name]["expr"] = change
            quantities[name].pop("bands", None)
        else:
            yield source.fault(("quantities", name), _new(name, quantities, "expr"))


def _change_tables(source: YamlSource, draft: Draft) -> Iterator[Fault]:
    tables = source.data.get("tables", {})
    for name, rows in draft.tables.items():
        if name in tables:
            plain = {key: row if isinstance(row, str) else list(row) for key, row in rows.items()}
            tables[name]["rows"].update(plain)
        else:
            hint = did_you_mean(name, list(tables))
            yield source.fault(("tables", name), f"the rule has no such table.{hint}")


def _change_conditions(source: YamlSource, draft: Draft) -> Iterator[Fault]:
    conditions = source.data["conditions"]
    for name, change in draft.conditions.items():
        found = next(_places(conditions, name), None)
        if found is None:
            known = [item["id"] for _siblings, item in _walk(conditions)]
            if not isinstance(change, dict):
                yield source.fault(("conditions", name), _new(name, known, "test"))
                continue
            source.data["texts"].setdefault(
                TEXT_OF_DRAFT, {"title": draft.label.model_dump(), "status": "own"}
            )
            conditions.append({"id": name, "cite": TEXT_OF_DRAFT, **change})
            continue
        siblings, item = found
        if change is None:
            if len(siblings) == 1:
                message = "a rule, and a group of conditions, keeps at least one condition"
                yield source.fault(("conditions", name), message)
            siblings.remove(item)
        elif isinstance(change, dict):
            item.update(change)
        elif "test" in item:
            item["test"] = change
            item.pop("margin", None)
        else:
            yield source.fault(("conditions", name), "this is a group: change one of its parts")


def _new(name: str, known: Any, key: str) -> str:
    hint = did_you_mean(name, list(known))
    return f"the rule has no '{name}'; a new one is given as {{label: …, {key}: …}}.{hint}"


def _walk(conditions: list[dict[str, Any]]) -> Iterator[tuple[list[Any], dict[str, Any]]]:
    for item in conditions:
        yield conditions, item
        yield from _walk(item.get("all") or item.get("any") or [])


def _places(
    conditions: list[dict[str, Any]], name: str
) -> Iterator[tuple[list[Any], dict[str, Any]]]:
    return ((siblings, item) for siblings, item in _walk(conditions) if item["id"] == name)
