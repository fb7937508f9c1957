import shutil
from pathlib import Path

import pytest

from wotu.errors import PackError, UnknownNameError
from wotu.packs.loader import find_pack, load_packs

BOARD = """\
scoreboard: trial
edition: "2025"
label: {zh: 试评, en: Trial}
issuer: {zh: 管委会, en: Committee}
source: {own_choice: {zh: 试, en: trial}}
since: 2025-01-01
dimensions:
  - id: innovation
    label: {zh: 创新, en: Innovation}
    weight: 60
    mark: own
    indicators:
      - {indicator: rd_spending, number: "1.1", weight: 20, mark: own}
      - {indicator: hitech_firms, number: "1.2"}
      - {indicator: invention_patents, number: "1.3"}
  - id: economy
    label: {zh: 经济, en: Economy}
    weight: 40
    mark: own
    indicators:
      - {indicator: gdp, number: "2.1", weight: 30, mark: own}
      - {indicator: gdp_growth, number: "2.2", weight: 10, mark: own}
"""


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    """The national pack, to which a scoreboard is added."""
    folder = tmp_path_factory.mktemp("packs") / "cn"
    shutil.copytree(find_pack("cn", Path()), folder)
    shutil.rmtree(folder / "scores", ignore_errors=True)
    (folder / "scores").mkdir()
    return folder


def loaded(pack, *texts):
    for old in (pack / "scores").glob("*.yaml"):
        old.unlink()
    for place, text in enumerate(texts):
        (pack / "scores" / f"{place}.yaml").write_text(text, encoding="utf-8")
    return load_packs([pack]).scoreboards


def faults(pack, text):
    with pytest.raises(PackError) as error:
        loaded(pack, text)
    return "\n".join(str(fault) for fault in error.value.faults)


def test_editions_stand_side_by_side_and_the_newest_complete_one_comes_first(pack):
    newer = BOARD.replace('"2025"', '"2026"').replace("since: 2025", "complete: false\nsince: 2026")
    found = loaded(pack, BOARD, newer)
    assert list(found) == ["trial@2025", "trial@2026"]
    assert [one.edition for one in found.of("trial")] == ["2026", "2025"]
    assert found.require("trial").edition == "2025"
    assert found.require("trial@2026").edition == "2026"
    with pytest.raises(UnknownNameError, match=r"trial@202[56]"):
        found.require("trial@2024")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("indicator: gdp,", "indicator: gdpp,", "there is no indicator 'gdpp'"),
        ("weight: 30", "weight: 31", "sum to 41"),
        ("weight: 30", "weight: 29", "sum to 39"),
        ("weight: 20, mark", "weight: 61, mark", "sum to 61"),
        ("indicator: gdp_growth", "indicator: gdp", "gdp 写了两次"),
        ("id: economy", "id: innovation", "innovation 写了两次"),
        ("indicator: gdp,", "indicator: gdp, denominator: people,", "'people'"),
        ("weight: 40", "weight: -1", "weight"),
        (
            "    indicators:\n      - {indicator: gdp,",
            "    dimension:\n      - {indicator: gdp,",
            "dimension",
        ),
    ],
)
def test_a_faulty_scoreboard_is_told_with_file_and_line(pack, old, new, told):
    assert old in BOARD
    said = faults(pack, BOARD.replace(old, new, 1))
    assert told in said
    assert "scores/0.yaml:" in said


def test_weights_that_nobody_gave_share_what_is_left_and_are_not_known(pack):
    from wotu.scores.board import tree_of

    board = loaded(pack, BOARD).require("trial")
    tree = tree_of(board, load_packs([pack]).indicators)
    weights = {leaf.id: (leaf.weight, leaf.weight_known) for leaf in tree.leaves}
    assert weights == {
        "rd_spending": (20, True),
        "hitech_firms": (20, False),
        "invention_patents": (20, False),
        "gdp": (30, True),
        "gdp_growth": (10, True),
    }


def test_the_grouping_of_a_board_is_that_of_its_imputation(pack):
    def group_of(more):
        (board,) = loaded(pack, BOARD.replace("dimensions:", f"{more}\ndimensions:", 1)).values()
        return board.method.imputation.group

    own = "method: {imputation: {group: city}}"
    assert group_of("method: {screening: {places: 0.4}}") is None
    assert group_of("group: province") == "province"
    assert group_of("group: province\nmethod: {screening: {places: 0.4}}") == "province"
    assert group_of(f"group: province\n{own}") == "city"
