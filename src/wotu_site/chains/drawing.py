"""Where everything of a chain map stands: columns of stages, boxes of groups, rows of links.

Stages run from left to right. A stage with more rows than fit beneath each other takes several
columns. Services that every stage draws on lie in a band beneath. Lengths are units of the
drawing, which are pixels at its natural size.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from wotu.packs.chains import ChainMap, Stage, SupplyEdge
from wotu_site.chains.labels import broken, shortened

COLUMN = 216
BETWEEN = 56
BACK = 44
MARGIN = 8
HEAD = 30
ROW = 38
BOX_HEAD = 28
BOX_FOOT = 6
BOX_GAP = 12
LEAST_HEIGHT = 760
MOST_COLUMNS_A_STAGE = 3
LEAST_RADIUS, MOST_RADIUS = 9, 16
CIRCLE_AT = 24
LABEL_AT = 48
LABEL_WIDTH = 128

ACROSS = (Stage.UPSTREAM, Stage.MIDSTREAM, Stage.DOWNSTREAM)


@dataclass(frozen=True, slots=True)
class DrawnLink:
    """The row of one link: its circle, and its label in lines."""

    name: str
    x: int
    y: int
    radius: int
    lines: tuple[tuple[str, int], ...]

    @property
    def left(self) -> int:
        """Where goods come in: the left edge of the box."""
        return self.x

    @property
    def right(self) -> int:
        """Where goods leave: the right edge of the box."""
        return self.x + COLUMN

    @property
    def circle_x(self) -> int:
        """The middle of the circle."""
        return self.x + CIRCLE_AT

    @property
    def label_x(self) -> int:
        """Where the label begins."""
        return self.x + LABEL_AT

    @property
    def count_x(self) -> int:
        """Where the number of firms ends."""
        return self.x + COLUMN - 12

    @property
    def base(self) -> int:
        """The base line of letter and number."""
        return self.y + 4

    @property
    def row_x(self) -> int:
        """The left edge of the row, within its box."""
        return self.x + 4

    @property
    def row_width(self) -> int:
        """How wide the row is."""
        return COLUMN - 8

    @property
    def row_height(self) -> int:
        """How high the row is."""
        return ROW - 2

    @property
    def top(self) -> int:
        """The upper edge of the row."""
        return self.y - ROW // 2 + 1


@dataclass(frozen=True, slots=True)
class DrawnGroup:
    """The box of a group of links; a link without a group has a box without a label."""

    label: str
    x: int
    y: int
    height: int
    links: tuple[DrawnLink, ...]
    width: int = COLUMN

    @property
    def label_y(self) -> int:
        """The base line of the label."""
        return self.y + 19


@dataclass(frozen=True, slots=True)
class DrawnStage:
    """The heading over the columns of a stage."""

    stage: str
    x: int
    y: int
    width: int


@dataclass(frozen=True, slots=True)
class DrawnEdge:
    """The way of goods from one link to another."""

    edge: SupplyEdge
    path: str
    support: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chain map with the place of everything on it."""

    width: int
    height: int
    stages: tuple[DrawnStage, ...]
    groups: tuple[DrawnGroup, ...]
    edges: tuple[DrawnEdge, ...]

    @property
    def links(self) -> dict[str, DrawnLink]:
        """The drawn links by name."""
        return {link.name: link for group in self.groups for link in group.links}


@dataclass(frozen=True, slots=True)
class _Box:
    label: str
    names: tuple[str, ...]

    @property
    def height(self) -> int:
        head = BOX_HEAD if self.label else BOX_FOOT
        return head + ROW * len(self.names) + BOX_FOOT


def draw(chain: ChainMap, labels: Mapping[str, str], sizes: Mapping[str, float]) -> Drawing:
    """The drawing of a map.

    labels: what each node is called in the language of the page.
    sizes:  the scale of each link, 0 or more; links left out are drawn smallest.
    """
    largest = max(sizes.values(), default=0.0)
    radii = {name: _radius(sizes.get(name, 0.0), largest) for name in chain.links}
    stages: list[DrawnStage] = []
    groups: list[DrawnGroup] = []
    x, lowest = MARGIN, 0
    for stage in ACROSS:
        columns = _columns(_boxes(chain, stage, labels))
        if not columns:
            continue
        width = len(columns) * (COLUMN + BETWEEN) - BETWEEN
        stages.append(DrawnStage(stage, x, MARGIN, width))
        for column in columns:
            drawn, end = _stacked(column, x, MARGIN + HEAD, labels, radii)
            groups += drawn
            lowest = max(lowest, end)
            x += COLUMN + BETWEEN
    support = _boxes(chain, Stage.SUPPORT, labels)
    # What bends back within the last column needs room at its right.
    width = max(x - BETWEEN, COLUMN + MARGIN) + BACK
    if support:
        band = _band(support, lowest, width, labels, radii)
        stages.append(DrawnStage(Stage.SUPPORT, MARGIN, lowest + BOX_GAP, width - MARGIN - BACK))
        groups += band
        lowest = max(group.y + group.height for group in band)
    places = {link.name: link for group in groups for link in group.links}
    edges = tuple(
        DrawnEdge(
            edge,
            _path(places[edge.from_], places[edge.to]),
            chain.nodes[edge.from_].stage is Stage.SUPPORT,
        )
        for edge in chain.edges
    )
    return Drawing(width, lowest + MARGIN, tuple(stages), tuple(groups), edges)


def _boxes(chain: ChainMap, stage: Stage, labels: Mapping[str, str]) -> list[_Box]:
    links = [(name, node) for name, node in chain.links.items() if node.stage is stage]
    order = {name: place for place, name in enumerate(chain.nodes)}
    links.sort(key=lambda one: (order[one[1].parent or one[0]], order[one[0]]))
    return [
        _Box(labels[parent] if parent else "", tuple(name for name, _node in members))
        for parent, members in groupby(links, key=lambda one: one[1].parent)
    ]


def _columns(boxes: Sequence[_Box]) -> list[list[_Box]]:
    """The boxes of a stage in as few columns as keep it low; boxes are never split."""
    whole = sum(box.height + BOX_GAP for box in boxes)
    wanted = max(LEAST_HEIGHT, whole / MOST_COLUMNS_A_STAGE)
    columns: list[list[_Box]] = []
    height = math.inf
    for box in boxes:
        # Half a box may stand out: else a last small column would hold a single one.
        full = height + box.height / 2 > wanted
        if full and len(columns) < MOST_COLUMNS_A_STAGE:
            columns.append([])
            height = 0.0
        columns[-1].append(box)
        height += box.height + BOX_GAP
    return columns


def _stacked(
    boxes: Iterable[_Box],
    x: int,
    y: int,
    labels: Mapping[str, str],
    radii: Mapping[str, int],
) -> tuple[list[DrawnGroup], int]:
    """The boxes of a column beneath each other, and where the last one ends."""
    drawn = []
    for box in boxes:
        drawn.append(_drawn(box, x, y, labels, radii))
        y += box.height + BOX_GAP
    return drawn, y - BOX_GAP


def _band(
    boxes: Sequence[_Box],
    top: int,
    width: int,
    labels: Mapping[str, str],
    radii: Mapping[str, int],
) -> list[DrawnGroup]:
    """The boxes of a band from left to right, in further rows where one is full."""
    drawn: list[DrawnGroup] = []
    x, y, deepest = MARGIN, top + BOX_GAP + HEAD, 0
    for box in boxes:
        if drawn and x + COLUMN > width:
            x, y, deepest = MARGIN, y + deepest + BOX_GAP, 0
        drawn.append(_drawn(box, x, y, labels, radii))
        deepest = max(deepest, box.height)
        x += COLUMN + BETWEEN
    return drawn


def _drawn(
    box: _Box, x: int, y: int, labels: Mapping[str, str], radii: Mapping[str, int]
) -> DrawnGroup:
    first = y + (BOX_HEAD if box.label else BOX_FOOT) + ROW // 2
    links = []
    for place, name in enumerate(box.names):
        middle = first + place * ROW
        links.append(DrawnLink(name, x, middle, radii[name], _lines(labels[name], middle)))
    return DrawnGroup(shortened(box.label, COLUMN - 24), x, y, box.height, tuple(links))


def _radius(size: float, largest: float) -> int:
    """Areas of circles stand to each other as scales do, above the smallest circle."""
    share = math.sqrt(size / largest) if largest and size > 0 else 0.0
    return round(LEAST_RADIUS + (MOST_RADIUS - LEAST_RADIUS) * share)


def _path(start: DrawnLink, end: DrawnLink) -> str:
    """A curve that leaves to the right and comes in from the left, or bends back."""
    if end.x > start.x:
        from_x, to_x = start.right, end.left
        bend = max(to_x - from_x, BETWEEN) // 2
        turns = (from_x + bend, to_x - bend)
    elif end.x < start.x:
        from_x, to_x = start.left, end.right
        bend = max(from_x - to_x, BETWEEN) // 2
        turns = (from_x - bend, to_x + bend)
    else:
        from_x, to_x = start.right, end.right
        turns = (from_x + BACK, to_x + BACK)
    return f"M{from_x} {start.y}C{turns[0]} {start.y} {turns[1]} {end.y} {to_x} {end.y}"


def _lines(label: str, middle: int) -> tuple[tuple[str, int], ...]:
    """A label in at most two lines, with the base line of each."""
    lines = broken(label, LABEL_WIDTH)
    first = middle + 4 - (len(lines) - 1) * 7
    return tuple((text, first + place * 14) for place, text in enumerate(lines))
