"""Effects, verdicts and money of drafts in words of the page."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from wotu.build.reached import EFFECT_LABELS
from wotu.build.simulate import Effect
from wotu.rules.draft_changes import DraftChange
from wotu_site.drafts.controls import decimal_text, plain_number, unit_word
from wotu_site.ui.formats import count_text, money_text, page_language

#: Effects that are good for firms, bad for them, and in between, in the order of the page.
BETTER = (Effect.GAINED, Effect.CERTAIN, Effect.MORE)
WORSE = (Effect.LOST, Effect.DOUBTFUL, Effect.LESS)
UNCERTAIN = (Effect.OPENED, Effect.RULED_OUT)
SHOWN = (*BETTER, *WORSE, *UNCERTAIN)

SIGNS = {**dict.fromkeys(BETTER, "+"), **dict.fromkeys(WORSE, "−")}
CSS = {
    **dict.fromkeys(BETTER, "effect-better"),
    **dict.fromkeys(WORSE, "effect-worse"),
    **dict.fromkeys(UNCERTAIN, "effect-uncertain"),
}

VERDICTS = ("met", "unknown", "not_met")


def effect_word(effect: Effect) -> str:
    """What an effect is called."""
    return EFFECT_LABELS[effect].in_language(page_language())


def verdict_word(verdict: str) -> str:
    """What a verdict is called."""
    words = {
        "met": pgettext("verdict", "Met"),
        "not_met": pgettext("verdict", "Not met"),
        "unknown": pgettext("verdict", "Unknown"),
        "not_applicable": pgettext("verdict", "Does not apply"),
    }
    return words[verdict]


def cost_label(kind: str, year: int) -> str:
    """What the money of a kind of measure is called: a loan is a limit and no cost."""
    if kind in {"loan", "guarantee"}:
        return _("Certain limits granted, %(year)s") % {"year": year}
    if kind == "tax":
        return _("Certain tax relief, %(year)s") % {"year": year}
    return _("Certain cost, %(year)s") % {"year": year}


def firms_text(number: int) -> str:
    """``12 firms``."""
    return ngettext("%(number)s firm", "%(number)s firms", number) % {"number": count_text(number)}


def difference_text(before: int, after: int) -> str:
    """``+12``, ``−3`` or ``0``."""
    step = after - before
    return f"{'+' if step > 0 else '−' if step < 0 else ''}{count_text(abs(step))}"


def money_difference_text(before: Decimal, after: Decimal) -> str:
    """A difference of amounts with its sign."""
    step = after - before
    return f"{'+' if step > 0 else '−' if step < 0 else ''}{money_text(abs(step))}"


def change_text(change: DraftChange) -> str:
    """``5% → 4%``; a condition that is new or taken away is said to be so."""
    before, after = both_texts(change)
    if change.before is None:
        return _("new: %(text)s") % {"text": after}
    return after if change.after is None else f"{before} → {after}"


def both_texts(change: DraftChange) -> tuple[str, str]:
    """How a changed part stands in the rule, and how in the draft."""
    taken_away = pgettext("condition", "taken away")
    texts = (change.before or "", taken_away if change.after is None else change.after)
    if change.kind == "parameters":
        return figure_words(texts[0]), figure_words(texts[1])
    return texts


def figure_words(text: str) -> str:
    """A figure with its unit in words of the page; any other text as it is."""
    number = plain_number(text)
    if number is None:
        return text
    unit = unit_word(number.unit, page_language())
    gap = "" if unit in {"", "%", "‰"} or page_language().startswith("zh") else " "
    return f"{decimal_text(number.value)}{gap}{unit}"


def signed_text(effect: Effect, number: int) -> str:
    """How many firms an effect reaches, with its sign; no sign before none."""
    return f"{SIGNS.get(effect, '') if number else ''}{count_text(number)}"
