from pathlib import Path

import polars as pl
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from wotu.chains.placement.examples import run_chain_examples
from wotu.contracts.codelists import CodeList, CodeListHeader
from wotu.errors import PackError, UnknownNameError
from wotu.packs.chains import FLOW, ChainMap, Stage, chain_faults, require_chain
from wotu.packs.loader import load_packs, shipped_packs
from wotu.packs.schema import parse_model
from wotu.packs.yaml_source import parse_yaml

MAP = """\
chain: tea
label: {zh: 茶, en: Tea}
about: {zh: 从茶园到茶馆。, en: From garden to tea house.}
edition: 2026-11
sources: [茶叶分类]
nodes:
  growing: {label: {zh: 种植, en: Growing}, stage: upstream}
  leaves:
    label: {zh: 鲜叶, en: Leaves}
    stage: upstream
    parent: growing
    products: [茶青, 鲜叶]
    gbt: ["0164"]
    examples: {placed: [茶青、鲜叶的采摘加工]}
  kettles:
    label: {zh: 茶具, en: Kettles}
    stage: upstream
    products: [茶壶]
    exclude: [玩具]
    sei: ["3.4"]
    examples: {placed: [茶壶制造], not_placed: [玩具茶壶制造]}
  roasting:
    label: {zh: 炒制, en: Roasting}
    stage: midstream
    products: [绿茶]
    substitutes: [fermenting]
    examples: {placed: [绿茶加工]}
  fermenting:
    label: {zh: 发酵, en: Fermenting}
    stage: midstream
    products: [红茶]
    examples: {placed: [红茶加工]}
  houses:
    label: {zh: 茶馆, en: Tea houses}
    stage: downstream
    activity: serve
    products: [茶馆]
    examples: {placed: [茶馆服务]}
edges:
  - {from: leaves, to: roasting}
  - {from: leaves, to: fermenting}
  - {from: kettles, to: houses}
  - {from: roasting, to: houses}
  - {from: fermenting, to: houses, essential: false}
"""
CODES = {"gbt4754_2017": ["0164"], "sei2018": ["3.4"]}


def code_list(name, codes):
    header = CodeListHeader(codes=name, label={"zh": name, "en": name}, source="-", edition="-")
    rows = [(code, code, code, "") for code in codes]
    return CodeList(
        header, pl.DataFrame(rows, ["code", "name_zh", "name_en", "parent"], orient="row")
    )


def code_lists():
    return {name: code_list(name, codes) for name, codes in CODES.items()}


def faults_of(text):
    """(line, message) of every fault of one map."""
    source = parse_yaml(text, "tea.yaml")
    try:
        chain = parse_model(ChainMap, source)
    except PackError as error:
        return [(fault.line, fault.message) for fault in error.faults]
    found = chain_faults({chain.chain: (source, chain)}, code_lists())
    return [(fault.line, fault.message) for fault in found]


def changed(old, new):
    assert MAP.count(old) == 1, old
    return MAP.replace(old, new)


def line_of(text, part):
    """Number of the only line that holds ``part``."""
    lines = [number for number, line in enumerate(text.splitlines(), 1) if part in line]
    assert len(lines) == 1, (part, lines)
    return lines[0]


def test_a_sound_map_has_no_faults():
    assert faults_of(MAP) == []


ONE_FAULT = {
    "unknown node in an edge": (
        ("from: kettles, to: houses", "from: kettle, to: houses"),
        "from: kettle,",
        "Did you mean 'kettles'",
    ),
    "unknown parent": (
        ("products: [茶壶]", "products: [茶壶]\n    parent: grown"),
        "parent: grown",
        "Did you mean 'growing'",
    ),
    "unknown substitute": (
        ("substitutes: [fermenting]", "substitutes: [smoking]"),
        "substitutes: [smoking]",
        "'smoking'",
    ),
    "goods from a group": (
        ("from: leaves, to: roasting", "from: growing, to: roasting"),
        "from: growing,",
        "is a group, not a link",
    ),
    "flow against the stages": (
        ("from: kettles, to: houses", "from: houses, to: kettles"),
        "from: houses, to: kettles",
        "stands downstream",
    ),
    "orphan": (("  - {from: kettles, to: houses}\n", ""), "  kettles:", "no edge touches"),
    "shared word": (("products: [红茶]", "products: [红茶, 绿茶]"), "  fermenting:", "绿茶"),
    "same label": (
        ("label: {zh: 发酵, en: Fermenting}", "label: {zh: 炒制, en: Fermenting}"),
        "label: {zh: 炒制, en: Fermenting}",
        "same label as roasting",
    ),
    "unknown industry code": (('gbt: ["0164"]', 'gbt: ["0165"]'), 'gbt: ["0165"]', "0165"),
    "unknown emerging-industry code": (('sei: ["3.4"]', 'sei: ["3.9"]'), 'sei: ["3.9"]', "3.9"),
}


@pytest.mark.parametrize(("change", "place", "says"), ONE_FAULT.values(), ids=ONE_FAULT)
def test_a_fault_names_its_line(change, place, says):
    text = changed(*change)
    found = [fault for fault in faults_of(text) if says in fault[1]]
    assert [line for line, _ in found] == [line_of(text, place)]


def test_a_circle_of_supply_is_named():
    text = MAP + "  - {from: roasting, to: fermenting}\n  - {from: fermenting, to: roasting}\n"
    ((line, message),) = faults_of(text)
    assert "fermenting, roasting · supply runs in a circle" in message
    assert line == line_of(text, "edges:")


def test_a_group_within_a_group_is_a_fault():
    outer = "  land: {label: {zh: 土地, en: Land}, stage: upstream}\n  growing:"
    text = changed("  growing:", outer).replace(
        "{label: {zh: 种植, en: Growing}, stage: upstream}",
        "{label: {zh: 种植, en: Growing}, stage: upstream, parent: land}",
    )
    ((line, message),) = faults_of(text)
    assert "a group within a group" in message
    assert line == line_of(text, "parent: growing")


def test_a_group_with_words_is_a_fault():
    text = changed(
        "en: Growing}, stage: upstream}", "en: Growing}, stage: upstream, products: [茶园]}"
    )
    ((line, message),) = faults_of(text)
    assert "the group growing has words of its own" in message
    assert line == line_of(text, "  growing:")


@pytest.mark.parametrize("lacking", ["    products: [茶壶]\n", None])
def test_a_link_needs_words_and_examples(lacking):
    lacking = lacking or "    examples: {placed: [茶壶制造], not_placed: [玩具茶壶制造]}\n"
    text = changed(lacking, "")
    ((line, message),) = faults_of(text)
    assert "kettles lacks products or examples" in message
    assert line == line_of(text, "  kettles:")


def test_a_word_of_one_character_is_refused():
    text = changed("products: [茶壶]", "products: [壶]")
    ((line, message),) = faults_of(text)
    assert line == line_of(text, "products: [壶]")
    assert "壶" in message


def test_all_faults_are_told_together():
    text = changed('gbt: ["0164"]', 'gbt: ["9"]').replace("to: houses", "to: hotels")
    assert len(faults_of(text)) == 5  # a code, three edges, and the link that they left


@given(st.sampled_from(FLOW), st.sampled_from(FLOW))
def test_goods_flow_down_the_stages_only(supplier, customer):
    text = MAP.replace("stage: downstream", f"stage: {customer}").replace(
        "stage: upstream\n    products: [茶壶]", f"stage: {supplier}\n    products: [茶壶]"
    )
    wrong = [message for _, message in faults_of(text) if "stands downstream" in message]
    against_kettles = FLOW.index(supplier) > FLOW.index(customer)
    against_makers = FLOW.index(Stage.MIDSTREAM) > FLOW.index(customer)
    assert len(wrong) == against_kettles + 2 * against_makers


def test_a_map_is_found_by_any_of_its_names():
    tea = parse_model(ChainMap, parse_yaml(MAP, "tea.yaml"))
    for name in ("tea", "茶", "Tea"):
        assert require_chain({"tea": tea}, name) is tea
    with pytest.raises(UnknownNameError, match="Did you mean 'tea'"):
        require_chain({"tea": tea}, "tee")
    with pytest.raises(UnknownNameError, match="Did you mean 'leaves'"):
        tea.require("leafs")
    assert [edge.to for edge in tea.customers("leaves")] == ["roasting", "fermenting"]
    assert [edge.from_ for edge in tea.suppliers("houses") if not edge.essential] == ["fermenting"]
    assert "growing" not in tea.links


@pytest.fixture(scope="module")
def shipped():
    return load_packs([shipped_packs() / "cn"]).chains


NAMED_BY_THE_PLAN = {
    "集成电路",
    "新型显示",
    "智能终端",
    "先进计算",
    "创新药",
    "高端医疗器械",
    "纳米新材料",
    "第三代半导体",
    "人工智能",
    "光子",
    "机器人",
    "新能源汽车",
    "氢能",
}


def test_the_chains_of_the_plan_are_there(shipped):
    labels = " ".join(chain.label.zh for chain in shipped.values())
    assert {name for name in NAMED_BY_THE_PLAN if name not in labels} == set()


def test_at_least_twelve_maps_are_deep(shipped):
    deep = [chain for chain in shipped.values() if len(chain.links) >= 25]
    assert len(deep) >= 12
    for chain in deep:
        assert {node.stage for node in chain.links.values()} >= set(FLOW[1:]), chain.chain


def test_every_link_is_joined_to_every_other(shipped):
    """No map falls into parts: from any link, along supply in either direction, to all."""
    for chain in shipped.values():
        reached, todo = set(), [next(iter(chain.links))]
        while todo:
            name = todo.pop()
            if name not in reached:
                reached.add(name)
                todo += [edge.to for edge in chain.customers(name)]
                todo += [edge.from_ for edge in chain.suppliers(name)]
        assert reached == set(chain.links), chain.chain


def test_every_link_has_both_labels_and_says_what_it_is(shipped):
    for chain in shipped.values():
        for name, node in chain.links.items():
            place = f"{chain.chain}/{name}"
            assert node.about, place
            assert node.about.zh != node.label.zh, place
            assert node.gbt, place


def test_words_of_maps_are_tested_by_their_examples(shipped):
    wrong = {
        f"{result.chain}/{result.node}": result.faults
        for result in run_chain_examples(shipped)
        if result.faults
    }
    assert wrong == {}


def test_files_are_named_for_their_chains():
    folder = shipped_packs() / "cn" / "chains"
    for path in sorted(Path(folder).glob("*.yaml")):
        assert yaml.safe_load(path.read_text(encoding="utf-8"))["chain"] == path.stem
