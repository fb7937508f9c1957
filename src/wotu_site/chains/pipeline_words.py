"""How product pipelines are put into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from wotu.build.snapshot import Snapshot
from wotu.chains.pipeline_tables import CHANGE_LABELS, STATUS_LABELS, Change, Status
from wotu.chains.stages import limit_of
from wotu_site.chains.pipelines import NONE, Line
from wotu_site.ui.formats import count_text, page_language

CODES = {"stage": "product_stages", "class": "registration_classes", "kind": "product_kinds"}
MARKS: Mapping[str, Promise] = {
    "stalled": gettext_lazy("Overdue in its stage"),
    "stepped_back": gettext_lazy("Stepped back"),
    "off_track": gettext_lazy("Stage of another law"),
    "innovative": gettext_lazy("Innovative device"),
}


@dataclass(frozen=True, slots=True)
class ChangeLook:
    """How a change is shown; the word carries the meaning, the colour repeats it."""

    icon: str
    css: str


CHANGES: Mapping[Change, ChangeLook] = {
    Change.APPROVED: ChangeLook("circle-check", "tag-good"),
    Change.ADVANCED: ChangeLook("arrow-right", "tag-strong"),
    Change.NEW: ChangeLook("plus", "tag-strong"),
    Change.RESUMED: ChangeLook("player-play", "tag-strong"),
    Change.STEPPED_BACK: ChangeLook("arrow-back-up", "tag-warn"),
    Change.PAUSED: ChangeLook("player-pause", "tag-warn"),
    Change.TERMINATED: ChangeLook("x", "tag-bad"),
}


def code_word(snapshot: Snapshot, codes: str, code: str | None) -> str:
    """The name of a code of a list; empty where there is none."""
    listed = snapshot.packs.code_lists.get(codes)
    if not code or listed is None:
        return code or ""
    return listed.label_of(code).in_language(page_language())


def status_word(status: str) -> str:
    """Whether a line moves, in a word."""
    return STATUS_LABELS[Status(status)].in_language(page_language())


def change_word(change: str) -> str:
    """What became of a line, in a word."""
    return CHANGE_LABELS[Change(change)].in_language(page_language())


def filter_words(snapshot: Snapshot, lines: tuple[Line, ...]) -> dict[str, dict[str, str]]:
    """The words of the values of every filter."""
    unknown = pgettext("value", "unknown")
    words = {
        name: {
            code: label.in_language(page_language())
            for code, label in snapshot.packs.code_lists[codes].labels.items()
        }
        | {NONE: unknown}
        for name, codes in CODES.items()
        if codes in snapshot.packs.code_lists
    }
    return words | {
        "status": {one.value: status_word(one) for one in Status},
        "mark": {name: str(word) for name, word in MARKS.items()},
        "firm": {line.firm_id: line.firm_name or line.firm_id for line in lines},
    }


def filter_labels() -> dict[str, str]:
    """What the filters are called."""
    return {
        "stage": pgettext("product", "Stage"),
        "class": _("Class of registration"),
        "kind": _("Kind of product"),
        "status": pgettext("product", "State"),
        "mark": _("Worth a look"),
        "firm": _("Firm"),
    }


def limit_words(line: Line) -> str:
    """Against what the days in a stage are held, with its source; empty where nothing is known."""
    if line.limit_days is None or line.stage is None:
        return ""
    days = {"days": count_text(line.limit_days)}
    if line.limit_from == "law" and (limit := limit_of(line.stage, line.registration_class)):
        says = limit.says.in_language(page_language())
        told = _("Limit %(days)s days: %(says)s (%(source)s)")
        return told % {**days, "says": says, "source": limit.source}
    told = _("Three of four products of the zone left this stage within %(days)s days")
    return told % days


#: The counts by year that the chart offers: stage and what it is called.
MEASURES: Mapping[str, Promise] = {
    "approved": pgettext_lazy("product", "Approvals"),
    "ind_filed": gettext_lazy("IND accepted"),
    "trial_approved": gettext_lazy("Trials approved"),
    "nda_filed": gettext_lazy("NDA accepted"),
    "innovative_review": gettext_lazy("Innovative devices"),
    "registration_filed": gettext_lazy("Device registrations accepted"),
}
