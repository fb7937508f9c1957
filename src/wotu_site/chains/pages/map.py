"""A chain map: the drawing, and the same as a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from wotu.build.snapshot import Snapshot
from wotu.packs.chains import ChainMap
from wotu_site.access.roles import Person
from wotu_site.chains import measured
from wotu_site.chains.drawing import Drawing, DrawnEdge, DrawnLink, draw
from wotu_site.chains.falling import Fallout, fallout_or_none
from wotu_site.chains.measured import Link
from wotu_site.chains.pages.frame import chain_crumbs, chain_tabs, node_address
from wotu_site.chains.pages.home import states_bar
from wotu_site.chains.pages.map_choices import (
    SIZES,
    VIEWS,
    Choice,
    confidence_of,
    confidences,
    legend,
    map_chips,
    size_of,
    sizes,
    stage_choices,
    views,
)
from wotu_site.chains.words import (
    STAGES,
    StateLook,
    enumerated,
    reason_texts,
    said,
    state_look,
)
from wotu_site.ui.pages import Crumb
from wotu_site.ui.shares import SharesBar
from wotu_site.ui.tables import Chip, ListState
from wotu_site.ui.tabs import Tab


@dataclass(frozen=True, slots=True)
class MapLink:
    """One link of the map, on the drawing and in the list."""

    name: str
    label: str
    look: StateLook
    firms: int
    stage: str
    address: str
    panel: str
    reason: str
    suppliers: str
    customers: str
    fits: bool
    mark: str
    drawn: DrawnLink

    @property
    def words(self) -> str:
        """The link as one sentence, for those who do not see the drawing."""
        return _("%(label)s: %(state)s, firms: %(firms)s") % {
            "label": self.label,
            "state": self.look.word,
            "firms": self.firms,
        }


@dataclass(frozen=True, slots=True)
class MapGroup:
    """A group of links with its place."""

    label: str
    shown: str
    x: int
    y: int
    width: int
    height: int
    label_y: int
    links: tuple[MapLink, ...]

    @property
    def fits(self) -> bool:
        """Whether one of its links is asked for."""
        return any(link.fits for link in self.links)


@dataclass(frozen=True, slots=True)
class MapStage:
    """A stage: where it stands on the drawing, and its groups."""

    stage: str
    label: Promise
    x: int
    y: int
    width: int
    groups: tuple[MapGroup, ...]
    fitting: int


@dataclass(frozen=True, slots=True)
class MapPage:
    """One chain, as its address asks for it."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    chain: str
    about: str
    edition: str
    sources: tuple[str, ...]
    as_of: date
    state: ListState
    view: str
    views: tuple[Choice, ...]
    bar: SharesBar
    legend: tuple[tuple[StateLook, str, bool], ...]
    stage_choices: tuple[Choice, ...]
    confidences: tuple[Choice, ...]
    sizes: tuple[Choice, ...]
    size_label: Promise
    chips: tuple[Chip, ...]
    fitting: int
    total: int
    drawing: Drawing
    stages: tuple[MapStage, ...]
    edges: tuple[DrawnEdge, ...]
    fallout: Fallout | None
    whole: str
    export_address: str


def map_page(snapshot: Snapshot, chain: ChainMap, state: ListState, person: Person) -> MapPage:
    """The page of a chain in a state that the address gives."""
    links = measured.links_of_chain(snapshot, chain)
    size, confidence = size_of(state, person), confidence_of(state)
    counts = measured.firms_by_link(snapshot, confidence)
    labels = {name: said(node.label) for name, node in chain.nodes.items()}
    drawing = draw(chain, labels, _scales(links, size, counts))
    fallout = fallout_or_none(snapshot, chain, state.value("without"))
    shown = _Shown(chain, labels, drawing, counts, state, fallout)
    mapped = {link.name: shown.link(link) for link in links}
    view = state.value("view") if state.value("view") in VIEWS else ""
    return MapPage(
        title=said(chain.label),
        breadcrumbs=chain_crumbs(Crumb(said(chain.label))),
        tabs=chain_tabs("home"),
        chain=chain.chain,
        about=said(chain.about),
        edition=chain.edition,
        sources=chain.sources,
        as_of=snapshot.manifest.as_of,
        state=state,
        view=view,
        views=views(state),
        bar=states_bar(snapshot, chain),
        legend=legend(state),
        stage_choices=stage_choices(chain, state),
        confidences=confidences(state),
        sizes=sizes(state, person),
        size_label=SIZES[size],
        chips=map_chips(state),
        fitting=sum(link.fits for link in mapped.values()),
        total=len(mapped),
        drawing=drawing,
        stages=_stages(drawing, chain, mapped),
        edges=drawing.edges,
        fallout=fallout,
        whole=state.address(without=None),
        export_address=reverse("chains:export-map", args=[chain.chain]),
    )


def _scales(
    links: list[Link], size: str, counts: Mapping[measured.LinkKey, int]
) -> dict[str, float]:
    if size == "firms":
        return {link.name: float(counts.get(link.key, 0)) for link in links}
    return {link.name: float(getattr(link.strength, size) or 0) for link in links}


@dataclass(frozen=True, slots=True)
class _Shown:
    """Puts links into the words of one page."""

    chain: ChainMap
    labels: Mapping[str, str]
    drawing: Drawing
    counts: Mapping[measured.LinkKey, int]
    state: ListState
    fallout: Fallout | None

    def link(self, link: Link) -> MapLink:
        reasons = reason_texts(link.strength.reasons)
        return MapLink(
            name=link.name,
            label=self.labels[link.name],
            look=state_look(link.strength.state),
            firms=self.counts.get(link.key, 0),
            stage=link.node.stage,
            address=node_address(self.chain.chain, link.name),
            panel=reverse("chains:panel", args=[self.chain.chain, link.name]),
            reason=reasons[0] if reasons else "",
            suppliers=enumerated(self.labels[e.from_] for e in self.chain.suppliers(link.name)),
            customers=enumerated(self.labels[e.to] for e in self.chain.customers(link.name)),
            fits=self.fits(link),
            mark=self.fallout.mark_of(link.name) if self.fallout else "",
            drawn=self.drawing.links[link.name],
        )

    def fits(self, link: Link) -> bool:
        states, stages = self.state.values("state"), self.state.values("stage")
        words = self.state.value("q").casefold()
        texts = (link.node.label.zh, link.node.label.en, *link.node.words)
        return (
            (not states or link.strength.state in states)
            and (not stages or link.node.stage in stages)
            and any(words in text.casefold() for text in texts)
        )


def _stages(
    drawing: Drawing, chain: ChainMap, mapped: Mapping[str, MapLink]
) -> tuple[MapStage, ...]:
    stages = []
    for stage in drawing.stages:
        groups = tuple(
            MapGroup(
                label=_group_label(chain, group.links[0].name),
                shown=group.label,
                x=group.x,
                y=group.y,
                width=group.width,
                height=group.height,
                label_y=group.label_y,
                links=tuple(mapped[link.name] for link in group.links),
            )
            for group in drawing.groups
            if mapped[group.links[0].name].stage == stage.stage
        )
        fitting = sum(link.fits for group in groups for link in group.links)
        label = STAGES[stage.stage]
        stages.append(MapStage(stage.stage, label, stage.x, stage.y, stage.width, groups, fitting))
    return tuple(stages)


def _group_label(chain: ChainMap, member: str) -> str:
    parent = chain.nodes[member].parent
    return said(chain.nodes[parent].label) if parent else ""
