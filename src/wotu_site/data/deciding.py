"""What a person answers about a doubtful name: put on record, in words, with the way back."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from wotu_site.access.roles import Person
from wotu_site.data import services
from wotu_site.data.errors import DecisionError
from wotu_site.data.identity import Doubt
from wotu_site.firms import queries as firms


@dataclass(frozen=True, slots=True)
class Told:
    """What was recorded, in words, and the address that takes it back."""

    words: str
    undo: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was entered: ``same:FIRM``, ``other:FIRM``, ``code``, ``none`` or ``later``.

    ``code`` is the firm that a person names where none of the proposed ones is meant.
    """

    decision: str
    code: str
    reason: str


def decide(doubt: Doubt, answer: Answer, *, acting_user: Person) -> Told | None:
    """Record an answer; None where it is none to this question.

    Raises:  DecisionError for a code that no firm has.
    """
    verb, _colon, firm_id = answer.decision.partition(":")
    known = {one.firm_id: one.name for one in doubt.candidates}
    if verb == "same" and firm_id in known:
        return _link(doubt, firm_id, known[firm_id], answer.reason, acting_user)
    if verb == "other" and firm_id in known:
        words = _("“%(name)s” is not %(firm)s.") % {"name": doubt.name, "firm": known[firm_id]}
        return _reject(doubt, firm_id, words, answer.reason, acting_user)
    if verb == "code":
        firm = firms.firm_or_none(answer.code.strip())
        if firm is None:
            raise DecisionError(_("No firm of the snapshot has this code."))
        return _link(doubt, firm["firm_id"], firm["name"], answer.reason, acting_user)
    if verb == "none":
        words = _("“%(name)s” means none of these firms.") % {"name": doubt.name}
        return _reject(doubt, None, words, answer.reason, acting_user)
    return _put_off(doubt, acting_user) if verb == "later" else None


def _link(doubt: Doubt, firm_id: str, name: str, reason: str, acting_user: Person) -> Told:
    services.link_reference(doubt.reference, firm_id, reason=reason, acting_user=acting_user)
    words = _("“%(name)s” means %(firm)s.") % {"name": doubt.name, "firm": name}
    return Told(words, _way_back("link", doubt.reference, firm_id))


def _reject(
    doubt: Doubt, firm_id: str | None, words: str, reason: str, acting_user: Person
) -> Told:
    services.reject_reference(doubt.reference, firm_id, reason=reason, acting_user=acting_user)
    return Told(words, _way_back("reject", doubt.reference, firm_id or ""))


def _put_off(doubt: Doubt, acting_user: Person) -> Told:
    services.postpone(doubt.reference, acting_user=acting_user)
    words = _("“%(name)s” is put off.") % {"name": doubt.name}
    query = urlencode({"reference": doubt.reference})
    return Told(words, f"{reverse('data:resume')}?{query}")


def _way_back(kind: str, reference: str, firm_id: str) -> str:
    query = urlencode({"kind": kind, "reference": reference, "firm": firm_id})
    return f"{reverse('data:withdraw')}?{query}"
