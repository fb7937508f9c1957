"""What a draft comes to: verdicts before and after, effects, money, and the firms reached."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from wotu.build.attribute_words import attribute_word
from wotu.build.costs import certain_text, possible_text
from wotu.build.simulate import Effect, Simulation
from wotu.build.snapshot import Snapshot
from wotu.rules.draft_changes import DraftChange, changes_of
from wotu_site.drafts import addresses, words
from wotu_site.drafts.charts import reached_chart
from wotu_site.drafts.pages.firms import FirmLines, firm_lines
from wotu_site.drafts.reading import Asked
from wotu_site.drafts.trials import Tried
from wotu_site.ui.charts import Chart
from wotu_site.ui.formats import money_text, page_language, unknown_text
from wotu_site.ui.tables import ListState
from wotu_site.ui.tabs import Tab


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the comparison: present, draft and their difference, in words."""

    label: str
    before: str
    after: str
    difference: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Tile:
    """An effect and how many firms it reaches, with the address of their list."""

    label: str
    css: str
    number: str
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ChangeChip:
    """One change of the draft, with the address without it."""

    label: str
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Firms by present verdict (rows) and drafted verdict (columns); ``moved`` marks changes."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[int, bool], ...]], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """A draft over all firms of the zone."""

    sentence: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...]
    tiles: tuple[Tile, ...]
    matrix: Matrix
    reached: int
    attribute_tabs: tuple[Tab, ...]
    chart: Chart
    list: FirmLines


def result_of(found: Asked, tried: Tried, state: ListState) -> Result:
    """What the draft of an address comes to."""
    simulation = tried.simulation
    attribute = state.value("by")
    if attribute not in tried.trial.held.attributes:
        attribute = tried.trial.held.attributes[0]
    return Result(
        sentence=sentence(simulation),
        lines=(*verdict_lines(simulation), *cost_lines(tried)),
        notes=_notes(tried),
        tiles=_tiles(simulation, state),
        matrix=_matrix(simulation),
        reached=sum(simulation.counts[effect] for effect in words.SHOWN),
        attribute_tabs=_attribute_tabs(found.snapshot, tried, state, attribute),
        chart=attribute_chart(found.snapshot, tried, attribute),
        list=firm_lines(found, tried, state),
    )


def sentence(simulation: Simulation) -> str:
    """The whole in one sentence."""
    before, after = simulation.before.counts, simulation.after.counts
    counts = simulation.counts
    if counts[Effect.SAME] == sum(counts.values()):
        return _(
            "No firm is reached. Meeting the rule as before: %(firms)s; undecided: %(open)s."
        ) % {"firms": words.firms_text(before["met"]), "open": f"{before['unknown']:,}"}
    said = _(
        "Meeting the rule: %(before)s → %(after)s; %(gained)s gained, %(certain)s became certain,"
        " %(lost)s lost. Undecided: %(open_before)s → %(open_after)s."
    ) % {
        "before": f"{before['met']:,}",
        "after": words.firms_text(after["met"]),
        "gained": f"{counts[Effect.GAINED]:,}",
        "certain": f"{counts[Effect.CERTAIN]:,}",
        "lost": f"{counts[Effect.LOST] + counts[Effect.DOUBTFUL]:,}",
        "open_before": f"{before['unknown']:,}",
        "open_after": f"{after['unknown']:,}",
    }
    if not counts[Effect.MORE] and not counts[Effect.LESS]:
        return said
    return said + _(" %(more)s get more, %(less)s less.") % {
        "more": words.firms_text(counts[Effect.MORE]),
        "less": f"{counts[Effect.LESS]:,}",
    }


def verdict_lines(simulation: Simulation) -> tuple[Line, ...]:
    """Firms by verdict, before and after."""
    before, after = simulation.before.counts, simulation.after.counts
    return tuple(
        Line(
            words.verdict_word(verdict),
            f"{before[verdict]:,}",
            f"{after[verdict]:,}",
            words.difference_text(before[verdict], after[verdict]),
            strong=verdict == "met",
        )
        for verdict in words.VERDICTS
    )


def cost_lines(tried: Tried) -> tuple[Line, ...]:
    """What each year costs, certain and possible, before and after."""
    lines, language = [], page_language()
    measure = tried.trial.rule.spec.measure
    for one in tried.costs:
        assert measure is not None
        before, after = one.before, one.after
        known = not (before.unbounded or after.unbounded)
        lines.append(
            Line(
                words.cost_label(measure.kind, one.year),
                certain_text(before, language),
                certain_text(after, language),
                words.money_difference_text(before.certain, after.certain),
                strong=True,
            )
        )
        lines.append(
            Line(
                _("Possible beside that, %(year)s") % {"year": one.year},
                possible_text(before, language),
                possible_text(after, language),
                words.money_difference_text(before.possible, after.possible) if known else "—",
            )
        )
    return tuple(lines)


def change_chips(found: Asked, state: ListState) -> tuple[ChangeChip, ...]:
    """The changes of the draft, each with the address without it."""
    day = found.snapshot.manifest.as_of
    language = page_language()
    return tuple(
        ChangeChip(
            one.label.in_language(language), words.change_text(one), _without(one, found, state)
        )
        for one in changes_of(found.rule.spec, found.draft, day)
    )


def _without(change: DraftChange, found: Asked, state: ListState) -> str:
    prefix = addresses.FIGURE if change.kind == "parameters" else addresses.TEXT
    if change.name == addresses.ADDED:
        return state.address(**{addresses.NEW_LABEL: None, addresses.NEW_TEST: None})
    if change.after is None:
        kept = [one for one in found.query.getlist(addresses.REMOVED) if one != change.name]
        return state.address(**{addresses.REMOVED: kept})
    return state.address(**{f"{prefix}{change.name}": None})


def _notes(tried: Tried) -> tuple[str, ...]:
    """What has to be said of the money, and of the year to come."""
    notes = []
    costs, trial = tried.costs, tried.trial
    if not costs:
        return (_("This rule brings no money by itself, so nothing is costed."),)
    after = costs[0].after
    if after.budget is not None:
        over = after.over_budget
        said = _("Yearly budget %(budget)s") % {"budget": money_text(after.budget)}
        if over is not None:
            said = _("%(said)s: the draft is certain to ask for %(over)s more") % {
                "said": said,
                "over": money_text(over),
            }
        notes.append(said)
    if len(costs) > 1:
        notes.append(
            _(
                "Next year: the rule of that day, with each firm's latest figures carried forward;"
                " firms that may not be paid again yet are left out."
            )
        )
    elif not trial.goes_on:
        notes.append(_("This edition ends within a year, so next year is not costed."))
    return tuple(notes)


def _matrix(simulation: Simulation) -> Matrix:
    matrix = simulation.matrix
    present = {one for pair, firms in matrix.items() if firms for one in pair}
    shown = [one for one in (*words.VERDICTS, "not_applicable") if one in present]
    return Matrix(
        tuple(words.verdict_word(one) for one in shown),
        tuple(
            (words.verdict_word(old), tuple((matrix[old, new], old != new) for new in shown))
            for old in shown
        ),
    )


def _tiles(simulation: Simulation, state: ListState) -> tuple[Tile, ...]:
    chosen = state.values("effect")
    always = {Effect.GAINED, Effect.CERTAIN, Effect.LOST}
    return tuple(
        Tile(
            words.effect_word(effect),
            words.CSS[effect],
            words.signed_text(effect, simulation.counts[effect]),
            state.address(effect=None if chosen == [effect.value] else effect.value),
            chosen == [effect.value],
        )
        for effect in words.SHOWN
        if simulation.counts[effect] or effect in always
    )


def attribute_chart(snapshot: Snapshot, tried: Tried, attribute: str) -> Chart:
    """The firms that the draft reaches, by an attribute."""
    rows = [
        (
            attribute_word(snapshot, attribute, one.value, page_language()) or unknown_text(),
            one,
        )
        for one in tried.simulation.by(attribute)
    ]
    day = snapshot.manifest.as_of
    source = _("verdicts as of %(day)s, present and drafted") % {"day": day}
    return reached_chart(attribute, attribute_label(snapshot, attribute), rows, source)


def attribute_label(snapshot: Snapshot, attribute: str) -> str:
    """What an attribute is called; that of a ladder is the ladder's name."""
    labels = {"section": _("Industry"), "division": _("Division"), "size": _("Size class")}
    if attribute in labels:
        return labels[attribute]
    return snapshot.packs.ladders[attribute].label.in_language(page_language())


def _attribute_tabs(
    snapshot: Snapshot, tried: Tried, state: ListState, chosen: str
) -> tuple[Tab, ...]:
    return tuple(
        Tab(attribute_label(snapshot, name), state.address(by=name), name == chosen)
        for name in tried.trial.held.attributes
    )
