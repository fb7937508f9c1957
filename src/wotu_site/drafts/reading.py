"""What an address of the page of drafts asks for: the rule, its controls and the draft."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, QueryDict

from wotu.build.snapshot import Snapshot
from wotu.errors import Fault, PackError
from wotu.rules.checked import CheckedRule
from wotu.rules.draft import Draft, DraftFault
from wotu_site.drafts import addresses
from wotu_site.drafts.controls import Figure, Wording, figures_of, wordings_of
from wotu_site.drafts.trials import Tried, tried
from wotu_site.policies import queries as policies
from wotu_site.ui.formats import page_language


@dataclass(frozen=True)
class Asked:
    """A draft as an address asks for it; ``tried`` is None where it has ``faults``."""

    snapshot: Snapshot
    rule: CheckedRule
    figures: tuple[Figure, ...]
    wordings: tuple[Wording, ...]
    query: QueryDict
    draft: Draft
    tried: Tried | None
    faults: tuple[Fault, ...]

    @property
    def label(self) -> str:
        """What the rule is called."""
        return self.rule.spec.label.in_language(page_language())

    def fault_of(self, kind: str, name: str) -> str:
        """What is wrong with one part of the draft; empty where it can stand so."""
        wanted = (kind, name)
        found = (one.message for one in self.faults if getattr(one, "part", None) == wanted)
        return "; ".join(message.partition(": ")[2] or message for message in found)

    @property
    def other_faults(self) -> tuple[str, ...]:
        """Faults of parts that have no control of their own."""
        shown = {("parameters", one.name) for one in self.figures}
        shown |= {(one.kind, one.name) for one in self.wordings}
        shown.add(("conditions", addresses.ADDED))
        return tuple(
            one.message
            for one in self.faults
            if not isinstance(one, DraftFault) or one.part not in shown
        )


def controls_of(
    snapshot: Snapshot, rule: CheckedRule
) -> tuple[tuple[Figure, ...], tuple[Wording, ...]]:
    """The figures and texts of a rule that a draft can change."""
    own = snapshot.packs.rule_sources[f"{rule.id}@{rule.spec.edition}"].data
    language = page_language()
    figures = figures_of(rule.spec, own, snapshot.manifest.as_of, language)
    return figures, wordings_of(rule.spec, own, language)


def asked(snapshot: Snapshot, rule_id: str, query: QueryDict) -> Asked:
    """The draft of an address. Raises ``Http404`` for a rule that is not run over firms."""
    rule = policies.screened_rule_or_404(snapshot, rule_id)
    figures, wordings = controls_of(snapshot, rule)
    draft = addresses.draft_of(rule.spec, figures, wordings, query)
    result, faults = attempt(snapshot, draft)
    return Asked(snapshot, rule, figures, wordings, query, draft, result, faults)


def attempt(snapshot: Snapshot, draft: Draft) -> tuple[Tried | None, tuple[Fault, ...]]:
    """A draft over the firms, or what in it cannot stand so."""
    try:
        return tried(snapshot, draft), ()
    except PackError as error:
        return None, tuple(error.faults)


def figure_or_404(found: Asked, name: str) -> Figure:
    """A figure of the rule; the first that the draft moves, or the first, where none is named."""
    if not found.figures:
        raise Http404
    moved = next((one for one in found.figures if one.name in found.draft.parameters), None)
    if not name:
        return moved or found.figures[0]
    figure = next((one for one in found.figures if one.name == name), None)
    if figure is None:
        raise Http404
    return figure
