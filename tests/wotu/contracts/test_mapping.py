from pathlib import Path

import pytest

from wotu.contracts.importing import open_import
from wotu.contracts.mapping import (
    ColumnMapping,
    Constant,
    Mapping,
    load_mappings,
    save_mappings,
)
from wotu.errors import MappingError, PackError
from wotu.packs.schema import Label

MAPPING = Mapping(
    contract="firm_finance",
    sheet="2023年",
    constants={"year": Constant(value="2023", origin="title")},
    columns=(
        ColumnMapping(header="序号", remark=Label(zh="不认识", en="unknown")),
        ColumnMapping(header="企业名称", field="firm_name", match="exact"),
        ColumnMapping(
            header="2023年 > 营业收入（万元）: #1",
            field="sales_revenue_cny",
            unit="万元",
            unit_origin="header",
            year=2023,
        ),
    ),
)


def test_a_saved_mapping_reads_back_equal(tmp_path: Path) -> None:
    MAPPING.save(tmp_path / "m.yaml")
    assert Mapping.load(tmp_path / "m.yaml") == MAPPING


def test_a_saved_mapping_is_for_people(tmp_path: Path) -> None:
    MAPPING.save(tmp_path / "m.yaml")
    text = (tmp_path / "m.yaml").read_text(encoding="utf-8")
    assert "# 列映射" in text and "- {header: 企业名称, field: firm_name, match: exact}" in text


def test_several_mappings_in_one_file(tmp_path: Path) -> None:
    save_mappings([MAPPING, MAPPING.with_constant("year", 2022)], tmp_path / "m.yaml")
    assert [m.constants["year"].value for m in load_mappings(tmp_path / "m.yaml")] == [
        "2023",
        "2022",
    ]
    with pytest.raises(MappingError, match="2 个映射"):
        Mapping.load(tmp_path / "m.yaml")


def test_faults_of_a_hand_edited_file_name_their_line(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(
        "mappings:\n- contract: firm_finance\n  colums: []\n", encoding="utf-8"
    )
    with pytest.raises(PackError) as caught:
        load_mappings(tmp_path / "m.yaml")
    assert [(fault.file, fault.line) for fault in caught.value.faults] == [("m.yaml", 3)]


def test_a_header_given_twice_is_a_fault(tmp_path: Path) -> None:
    text = "mappings:\n- contract: x\n  columns:\n  - {header: a}\n  - {header: a}\n"
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PackError, match="given twice"):
        load_mappings(tmp_path / "m.yaml")


def test_columns_are_put_right_one_by_one() -> None:
    changed = MAPPING.with_column("序号", "registration_no").with_column("企业名称", None)
    assert [column.field for column in changed.columns] == [
        "registration_no",
        None,
        "sales_revenue_cny",
    ]
    with pytest.raises(MappingError, match="企业名称"):
        MAPPING.with_column("企业名", "firm_name")


def test_constants_come_and_go() -> None:
    assert MAPPING.with_constant("year", None).constants == {}


def test_a_unit_written_by_hand_holds_where_the_header_states_none(packs, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("企业名称,年度,revenue\n甲公司,2025,3", encoding="utf-8")
    saved = tmp_path / "m.yaml"
    saved.write_text(
        "mappings:\n- contract: firm_finance\n  columns:\n"
        "  - {header: 企业名称, field: firm_name}\n  - {header: 年度, field: year}\n"
        "  - {header: revenue, field: sales_revenue_cny, unit: 万元}\n",
        encoding="utf-8",
    )
    with open_import(file, packs, mapping=Mapping.load(saved)) as opened:
        (table,) = opened.tables
        (chunk,) = table.chunks()
        assert chunk.rows["sales_revenue_cny"].to_list() == [30_000]
        assert "assumed_unit" not in {notice.code for notice in table.warnings}
