"""What can be asked about rules and the firms before them, by this app and by others."""

from __future__ import annotations

from django.http import Http404

from wotu.build.population import Wanted as Wanted
from wotu.build.snapshot import Snapshot
from wotu.rules.checked import CheckedCondition, CheckedRule
from wotu_site.policies.listing import FirmList as FirmList
from wotu_site.policies.listing import list_firms as list_firms
from wotu_site.policies.listing import rows_of as rows_of
from wotu_site.policies.narrowing import EVERYBODY as EVERYBODY
from wotu_site.policies.narrowing import ME as ME
from wotu_site.policies.narrowing import Narrowing as Narrowing
from wotu_site.policies.narrowing import OfficerChoice as OfficerChoice
from wotu_site.policies.narrowing import attribute_text as attribute_text
from wotu_site.policies.narrowing import facets as facets
from wotu_site.policies.narrowing import narrowing_chips as narrowing_chips
from wotu_site.policies.narrowing import narrowing_of as narrowing_of
from wotu_site.policies.narrowing import officer_choices as officer_choices
from wotu_site.policies.population import asking as asking
from wotu_site.policies.population import bureaus as bureaus
from wotu_site.policies.population import count as count
from wotu_site.policies.population import counts_by as counts_by
from wotu_site.policies.population import declarations as declarations
from wotu_site.policies.population import missing as missing
from wotu_site.policies.population import population as population
from wotu_site.policies.population import screened as screened
from wotu_site.policies.population import standings as standings
from wotu_site.policies.population import standings_by as standings_by
from wotu_site.policies.population import verdicts as verdicts
from wotu_site.policies.rows import FirmRow as FirmRow
from wotu_site.policies.rows import firm_address as firm_address
from wotu_site.policies.rows import short_words as short_words


def editions(snapshot: Snapshot, rule_id: str) -> tuple[CheckedRule, ...]:
    """All editions of a rule, the newest first."""
    found = [rule for rule in snapshot.rulebook.rules if rule.id == rule_id]
    return tuple(sorted(found, key=lambda rule: rule.spec.valid.from_, reverse=True))


def rule_or_404(snapshot: Snapshot, rule_id: str, edition: str = "") -> CheckedRule:
    """An edition of a rule; without a name the one in force, else the newest.

    Raises ``Http404`` where there is none.
    """
    found = editions(snapshot, rule_id)
    if edition:
        found = tuple(rule for rule in found if rule.spec.edition == edition)
    if not found:
        raise Http404
    return next((rule for rule in found if screened(snapshot, rule)), found[0])


def screened_rule_or_404(snapshot: Snapshot, rule_id: str) -> CheckedRule:
    """The edition of a rule that has been run over the firms."""
    rule = rule_or_404(snapshot, rule_id)
    if not screened(snapshot, rule):
        raise Http404
    return rule


def condition_or_404(rule: CheckedRule, condition_id: str) -> CheckedCondition:
    """A condition of a rule by its identifier."""
    found = next((one for one in rule.all_conditions() if one.id == condition_id), None)
    if found is None:
        raise Http404
    return found
