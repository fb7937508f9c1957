"""Bringing the quantities of one rule into another: ``uses: [cn.sme_size]``.

A size class is defined once; every rule that asks for small and medium firms reads it there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from wotu.errors import PackError, did_you_mean
from wotu.packs.schema import parse_model
from wotu.packs.yaml_source import YamlSource
from wotu.rules.spec import RuleSpec

Item = TypeVar("Item")


def with_used_rules(spec: RuleSpec, source: YamlSource, others: Sequence[YamlSource]) -> RuleSpec:
    """The rule with the texts, parameters, tables and quantities of the rules that it uses.

    Of several editions the last counts that is in force when this rule begins. Texts are renamed
    ``rule:text``, so that clauses still name their own text.

    Raises:  PackError for a rule that is not there, or a name that both rules give.
    """
    for used_id in spec.uses:
        used = _edition(used_id, spec, source, others)
        spec = spec.model_copy(
            update={
                "used_classes": {**spec.used_classes, **used.class_labels},
                "texts": {
                    **spec.texts,
                    **{f"{used.rule}:{name}": text for name, text in used.texts.items()},
                },
                **{
                    kind: _joined(getattr(spec, kind), _cited(getattr(used, kind), used), source)
                    for kind in ("parameters", "tables", "quantities")
                },
            }
        )
    return spec


def _edition(
    used_id: str, spec: RuleSpec, source: YamlSource, others: Sequence[YamlSource]
) -> RuleSpec:
    found = [o for o in others if isinstance(o.data, dict) and o.data.get("rule") == used_id]
    if not found or used_id == spec.rule:
        known = [o.data["rule"] for o in others if isinstance(o.data, dict) and "rule" in o.data]
        hint = did_you_mean(used_id, known)
        raise PackError([source.fault(("uses",), f"there is no rule '{used_id}' to use.{hint}")])
    editions = sorted((parse_model(RuleSpec, o) for o in found), key=lambda s: s.valid.from_)
    begun = [edition for edition in editions if edition.valid.from_ <= spec.valid.from_]
    return begun[-1] if begun else editions[0]


def _cited(items: Mapping[str, Any], used: RuleSpec) -> dict[str, Any]:
    """The same items, their clauses naming the texts under which they are taken over."""
    return {
        name: item.model_copy(update={"cite": f"{used.rule}:{item.cite}"}) if item.cite else item
        for name, item in items.items()
    }


def _joined(
    own: Mapping[str, Item], used: Mapping[str, Item], source: YamlSource
) -> dict[str, Item]:
    if both := sorted(set(own) & set(used)):
        message = f"also given by a rule that this one uses: {', '.join(both)}"
        raise PackError([source.fault(("uses",), message)])
    return {**used, **own}
