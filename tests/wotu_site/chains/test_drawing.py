from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from wotu.packs.chains import ChainMap
from wotu_site.chains.drawing import COLUMN, LABEL_WIDTH, draw
from wotu_site.chains.highlight import pieces
from wotu_site.chains.labels import broken, shortened

STAGES = ("upstream", "midstream", "downstream", "support")


@st.composite
def chain_maps(draw_from):
    """Maps of up to 60 links in groups or alone, joined along the stages."""
    nodes, links = {}, []
    for place, stage in enumerate(STAGES):
        for group in range(draw_from(st.integers(0, 3))):
            parent = f"g{place}{group}"
            members = draw_from(st.integers(1, 9))
            nodes[parent] = {"label": {"zh": parent, "en": parent}, "stage": stage}
            for number in range(members):
                name = f"{parent}n{number}"
                links.append((place, name))
                nodes[name] = {
                    "label": {"zh": draw_from(st.text("链环节名AB ", min_size=1)), "en": name},
                    "stage": stage,
                    "parent": parent,
                    "products": [f"产品{name}"],
                    "examples": {"placed": [f"产品{name}"]},
                }
    ends = st.sampled_from(links) if links else st.nothing()
    pairs = draw_from(st.lists(st.tuples(ends, ends), max_size=30)) if links else []
    edges = [{"from": a, "to": b} for (_p, a), (_q, b) in pairs if a != b]
    label = {"zh": "链", "en": "chain"}
    return ChainMap(
        chain="c", label=label, about=label, edition="2026-11", sources=("s",),
        nodes=nodes or {"only": {"label": label, "stage": "upstream", "products": ["产品"],
                                 "examples": {"placed": ["产品"]}}},
        edges=edges,
    )  # fmt: skip


def drawn(chain, sizes=None):
    return draw(chain, {name: node.label.zh for name, node in chain.nodes.items()}, sizes or {})


@given(chain_maps())
def test_every_link_is_drawn_once_within_the_drawing(chain):
    drawing = drawn(chain)
    assert set(drawing.links) == set(chain.links)
    assert sum(len(group.links) for group in drawing.groups) == len(chain.links)
    for group in drawing.groups:
        assert group.x >= 0 and group.x + group.width <= drawing.width
        assert group.y >= 0 and group.y + group.height <= drawing.height
        for link in group.links:
            assert group.y < link.y - link.radius
            assert link.y + link.radius < group.y + group.height
    assert len(drawing.edges) == len(chain.edges)


@given(chain_maps())
def test_boxes_do_not_lie_on_each_other(chain):
    groups = drawn(chain).groups
    for place, one in enumerate(groups):
        for other in groups[place + 1 :]:
            beside = one.x + one.width <= other.x or other.x + other.width <= one.x
            apart = one.y + one.height <= other.y or other.y + other.height <= one.y
            assert beside or apart


@given(chain_maps())
def test_stages_run_from_left_to_right(chain):
    drawing = drawn(chain)
    reach = {
        stage: [link.x for name, link in drawing.links.items() if chain.links[name].stage == stage]
        for stage in STAGES[:3]
    }
    shown = [places for places in reach.values() if places]
    for left, right in pairwise(shown):
        assert max(left) + COLUMN <= min(right)


@given(chain_maps(), st.data())
def test_larger_links_have_no_smaller_circles(chain, data):
    sizes = {name: data.draw(st.floats(0, 1e12)) for name in chain.links}
    drawing = drawn(chain, sizes)
    order = sorted(chain.links, key=lambda name: sizes[name])
    radii = [drawing.links[name].radius for name in order]
    assert radii == sorted(radii)


@given(st.text(), st.floats(30, 300))
def test_labels_take_at_most_two_lines(text, width):
    lines = broken(text, width)
    assert 1 <= len(lines) <= 2
    if len(lines) == 2 and not lines[1].endswith("…"):
        assert "".join("".join(lines).split()) == "".join(text.split())


def test_labels_are_broken_behind_words():
    assert broken("Metrology and inspection equipment", LABEL_WIDTH)[0] == "Metrology and"
    assert broken("硅片", LABEL_WIDTH) == ["硅片"]
    assert shortened("薄膜沉积设备及其零部件与材料", 72.0).endswith("…")


@given(st.text(), st.lists(st.text(max_size=4), max_size=5))
def test_pieces_together_are_the_text(text, words):
    cut = pieces(text, words)
    assert "".join(piece.text for piece in cut) == text
    folded = {word.casefold() for word in words}
    assert all(piece.text.casefold() in folded for piece in cut if piece.lit)
