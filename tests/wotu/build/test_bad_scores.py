"""What goes wrong with figures and tables: each is named with a way out, and the build goes on."""

import datetime as dt

import pytest

from wotu.build.build import build
from wotu.build.scoreboards import boards, ranking, table_of
from wotu.build.snapshot import open_current
from wotu.errors import PackError
from wotu.packs.schema import Label
from wotu.receive import Delivery, receive
from wotu.scores.board import INDEX
from wotu.workspace import Zone, create_workspace

pytestmark = pytest.mark.zone

HEAD = """\
scoreboard: {name}
edition: "2025"
label: {{zh: {name}, en: {name}}}
issuer: {{zh: 管委会, en: Committee}}
source: {{own_choice: {{zh: 试, en: trial}}}}
since: 2025-01-01
uncertainty: {{draws: 64}}
{method}
dimensions:
  - id: all
    label: {{zh: 全部, en: All}}
    weight: 100
    mark: own
    indicators:
"""
PLACES = ["320505", "320506", "320507", "320508", "320509", "320581"]
GOOD = ("rd_spending", "invention_patents", "gdp")
AHP = """\
method:
  weighting:
    kind: ahp
    comparisons:
      - node: all
        children: [rd_spending, invention_patents, gdp]
        matrix: [[1, 9, 0.111], [0.111, 1, 9], [9, 0.111, 1]]
"""
BOARDS = {
    "good": ("", GOOD),
    "single": ("", ("gdp",)),
    "with_constant": ("", (*GOOD, "energy_per_gdp")),
    "with_nothing": ("", (*GOOD, "standards")),
    "only_constant": ("", ("energy_per_gdp",)),
    "screened_out": (
        "method: {screening: {places: 1.0, indicators: 0.0}}",
        (*GOOD, "exports", "fixed_investment"),
    ),
    "geometric": ("method: {aggregation: {kinds: [geometric]}}", (*GOOD, "exports")),
    "inconsistent": (AHP, GOOD),
    "infeasible": ("method: {weighting: {kind: benefit_of_doubt, least_share: 0.5}}", GOOD),
    "without_goalposts": ("method: {normalisation: {kind: goalposts}}", GOOD),
    "wrong_unit": ("", ("hitech_firms", "gdp")),
    "per_head": ("", (*GOOD, "exports, denominator: residents")),
}


def figures():
    lines = ["区划代码,指标,时期,数值,单位"]
    for at, code in enumerate(PLACES):
        if at == 5:
            lines.append(f"{code},地区生产总值,2025,300,亿元")
            continue
        unit, times = ("万元", 10_000) if at % 2 else ("亿元", 1)
        twin = min(at, 3)  # the last two places are the same in everything
        lines += [
            f"{code},研发经费,2025,{(12 + 3 * twin) * times},{unit}",
            f"{code},有效发明专利,2025,{900 - 70 * twin},件",
            f"{code},地区生产总值,2025,{(400 + 90 * (twin * 3 % 5)) * times},{unit}",
            f"{code},单位GDP能耗,2025,0.5,吨标准煤/万元",
            f"{code},高新技术企业,2025,{30 + at},{'亿元' if at == 1 else '家'}",
            f"{code},常住人口,2025,{0 if at == 0 else 20 + at},万人",
        ]
    lines += ["320505,出口总额,2025,-3,亿元", "320506,出口总额,2025,8,亿元"]
    lines += [f"{code},出口总额,2025,{5 + at},亿元" for at, code in enumerate(PLACES[2:4])]
    lines += ["320509,固定资产投资,2025,7,亿元", "320508,固定资产投资,2025,9,亿元"]
    return lines


def workspace_of(root, texts):
    zone = Zone(name=Label(zh="测试区", en="Test zone"), divisions=("320505",))
    workspace = create_workspace(root, zone)
    pack = root / "packs" / "own"
    (pack / "scores").mkdir(parents=True)
    (pack / "pack.yaml").write_text(
        "pack: own\nlabel: {zh: 本区, en: Own}\nversion: '1'\n", "utf-8"
    )
    for name, text in texts.items():
        (pack / "scores" / f"{name}.yaml").write_text(text, "utf-8")
    return workspace.with_pack("packs/own")


def text_of(name, method, indicators):
    leaves = "".join(f"      - {{indicator: {one}}}\n" for one in indicators)
    return HEAD.format(name=name, method=method) + leaves


def deliver(workspace, lines, name):
    file = workspace.root.parent / name
    file.write_text("\n".join(lines), "utf-8")
    delivery = Delivery(source="statistics", author="测试", contract="indicator_value")
    return receive(workspace, file, delivery)[0]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    root = tmp_path_factory.mktemp("bad_scores") / "zone"
    workspace = workspace_of(root, {name: text_of(name, *one) for name, one in BOARDS.items()})
    assert deliver(workspace, figures(), "区域指标.csv").batch.rejected == 0
    build(workspace, dt.date(2026, 6, 30))
    return open_current(workspace.snapshots_path)


def log_of(snapshot, board):
    return table_of(snapshot, "score_log", f"{board}@2025")


def test_each_board_is_scored_or_names_its_fault(snapshot):
    faults = {one.board.scoreboard: one.fault for one in boards(snapshot)}
    found = {name for name in BOARDS if faults[name] is not None}
    expected = {
        "only_constant": ("指标", "goalposts"),
        "screened_out": ("screening.places", "screening.places"),
        "geometric": ("rd_spending", "min_max"),
        "inconsistent": ("一致性比率", "Judge these three again"),
        "infeasible": ("least_share", "set the one to at most"),
        "wrong_unit": ("320506 2025 年的单位是 元，应为 家", "import it in 家"),
        "without_goalposts": ("goalposts", "give 'goalposts: [worst, best]'"),
    }
    assert found == set(expected)
    for name, (zh, en) in expected.items():
        assert zh in faults[name].zh
        assert en in faults[name].en
        assert "。" not in faults[name].en
    nodes = dict(snapshot.frame("SELECT board, node FROM score_fault").iter_rows())
    assert nodes["geometric@2025"] == "rd_spending"
    assert all(nodes.values())


def test_units_of_one_kind_are_the_same_figures(snapshot):
    given = table_of(snapshot, "score_value", "good@2025").filter(indicator="gdp")
    by_place = dict(given.select("place_code", "value").iter_rows())
    assert by_place["320505"] == pytest.approx(400e8)
    assert by_place["320506"] == pytest.approx((400 + 90 * 3) * 1e8)


def test_places_that_are_alike_share_a_rank(snapshot):
    ranks = dict(ranking(snapshot, "good@2025").select("place_code", "rank").iter_rows())
    assert ranks["320508"] == ranks["320509"]
    assert set(ranks) == set(PLACES[:5])


def test_what_is_left_out_has_a_line(snapshot):
    short = log_of(snapshot, "good").filter(step="screen", place_code="320581")
    assert short.height == 2  # in its year, and altogether
    for board, node in (("with_constant", "energy_per_gdp"), ("with_nothing", "standards")):
        assert log_of(snapshot, board).filter(step="screen", node=node).height == 1


def test_a_denominator_of_zero_makes_its_value_unknown(snapshot):
    line = (
        log_of(snapshot, "per_head")
        .filter(step="denominate", place_code="320505")
        .row(0, named=True)
    )
    assert "不大于 0" in line["zh"]
    assert line["before"] == -3e8


def test_a_board_of_one_indicator_ranks_by_it(snapshot):
    rows = table_of(snapshot, "score_node", "single@2025").filter(node=INDEX)
    assert rows["weight"].to_list() == [1.0] * rows.height
    assert ranking(snapshot, "single@2025")["rank"].to_list()[0] == 1


def test_what_the_draws_did_is_in_the_log(snapshot):
    said = log_of(snapshot, "good")["zh"].to_list()
    assert any("抽样 64 次" in one for one in said)


@pytest.mark.parametrize("given", ["60", "130"])
def test_weights_that_do_not_sum_are_a_fault_of_the_pack(tmp_path, given):
    indicators = (f"gdp, weight: {given}", "rd_spending, weight: 20")
    workspace = workspace_of(tmp_path / "zone", {"good": text_of("good", "", indicators)})
    with pytest.raises(PackError, match=r"all.*合计"):
        _ = workspace.packs


def test_comparisons_of_a_node_that_is_not_there_are_a_fault_of_the_pack(tmp_path):
    method = AHP.replace("node: all", "node: al")
    workspace = workspace_of(tmp_path / "zone", {"good": text_of("good", method, GOOD)})
    with pytest.raises(PackError, match="the table has no 'al'"):
        _ = workspace.packs
