"""Broken and hostile files: a result or a clear error, in bounded time and memory, never a crash."""

import gzip
import random
import resource
import time
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from tests.pack_sets import pack_set
from wotu.contracts.importing import open_import
from wotu.errors import MappingError, UnreadableFileError
from wotu.packs.loader import PackSet

from .conftest import CODES, FIRMS, TODAY, Outcome

pytestmark = pytest.mark.slow

ROWS = [["企业名称", "统一社会信用代码", "年度", "营业收入（万元）"]] + [
    [FIRMS[i], CODES[i], 2023, i * 1.5] for i in range(60)
]
SECONDS = 20


def as_csv() -> bytes:
    return "\n".join(",".join(map(str, row)) for row in ROWS).encode()


def as_xlsx(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)


def as_xls(path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for number, row in enumerate(ROWS):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    book.save(str(path))


def as_ods(path: Path) -> None:
    book = OpenDocumentSpreadsheet()
    table = Table(name="S")
    for cells in ROWS:
        row = TableRow()
        for cell in cells:
            made = TableCell(valuetype="string")
            made.addElement(P(text=str(cell)))
            row.addElement(made)
        table.addElement(row)
    book.spreadsheet.addElement(table)
    book.save(str(path))


MAKERS = {
    ".csv": lambda path: path.write_bytes(as_csv()),
    ".csv.gz": lambda path: path.write_bytes(gzip.compress(as_csv())),
    ".xlsx": as_xlsx,
    ".xls": as_xls,
    ".ods": as_ods,
    ".parquet": lambda path: pl.DataFrame(
        ROWS[1:], ROWS[0], orient="row", strict=False
    ).write_parquet(path),
}


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("good")
    made = {}
    for ending, make in MAKERS.items():
        make(folder / f"a{ending}")
        made[ending] = (folder / f"a{ending}").read_bytes()
    return made


def survives(path: Path, packs: PackSet) -> str:
    """How reading ends; anything but a result or an explained error fails the test."""
    started = time.monotonic()
    ended, told = "read", f"{path.name}\n"
    try:
        with open_import(path, packs, today=TODAY) as opened:
            for table in opened.tables:
                Outcome(table)
    except (UnreadableFileError, MappingError) as error:
        ended, told = error.kind, error.message
    assert path.name in told and "\n" in told
    assert time.monotonic() - started < SECONDS
    return ended


def damaged(content: bytes, seed: int) -> bytes:
    chance = random.Random(seed)
    if seed % 2:
        return content[: chance.randrange(1, len(content))]
    flipped = bytearray(content)
    for _ in range(chance.choice([1, 5, 50])):
        flipped[chance.randrange(len(flipped))] = chance.randrange(256)
    return bytes(flipped)


@pytest.mark.parametrize("ending", MAKERS)
def test_undamaged_files_of_every_kind_give_the_same_rows(
    tmp_path: Path, packs, originals, ending: str
) -> None:
    (tmp_path / f"a{ending}").write_bytes(originals[ending])
    with open_import(tmp_path / f"a{ending}", packs, today=TODAY) as opened:
        done = Outcome(opened.tables[0])
    assert done.values("_row") == list(range(2, 62)) and done.faults == []
    assert str(done.values("sales_revenue_cny")[3]) == "45000.00"


@pytest.mark.parametrize("ending", MAKERS)
@pytest.mark.parametrize("seed", range(8))
def test_damaged_files_end_well(tmp_path: Path, packs, originals, ending: str, seed: int) -> None:
    (tmp_path / f"坏{ending}").write_bytes(damaged(originals[ending], seed))
    survives(tmp_path / f"坏{ending}", packs)


@pytest.mark.slow
@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".ods", ".parquet"])
def test_many_damaged_files_end_well(tmp_path: Path, packs, originals, ending: str) -> None:
    for seed in range(8, 20):
        (tmp_path / f"坏{ending}").write_bytes(damaged(originals[ending], seed))
        survives(tmp_path / f"坏{ending}", packs)


PACKS = pack_set("cn")


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=200).map(str.encode),
        st.text('企业名称,年度职工总数\t\n"2023', max_size=200).map(str.encode),
    )
)
def test_any_bytes_end_well(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "任意.csv").write_bytes(content)
    survives(tmp_path / "任意.csv", PACKS)


@pytest.mark.parametrize(
    ("name", "content", "end"),
    [("百万列.csv", ",".join(["企业名称"] * 1_000_000).encode(), "unreadable_file"), ("只有表头.csv", "企业名称,年度,职工总数\n".encode(), "read"), ("空.csv", b"", "unreadable_file"),
     ("零字节.csv", "企业名称,年度,职工总数\n甲\0公司,2023,5\n".encode(), "read"), ("长.csv", ("企业名称,住所\n甲公司," + "长" * 100_000).encode(), "read")],
)  # fmt: skip
def test_odd_files_end_as_they_should(
    tmp_path: Path, packs, name: str, content: bytes, end: str
) -> None:
    (tmp_path / name).write_bytes(content)
    assert survives(tmp_path / name, packs) == end


def test_a_long_cell_is_set_aside(write_csv, read_all) -> None:
    done = read_all(write_csv([["企业名称", "住所"], [FIRMS[1], "长" * 100_000]]))[
        "firm_registration"
    ]
    assert done.faults == [(2, "address", "too_long")] and done.rows.height == 1


@pytest.mark.slow
def test_more_rows_than_a_sheet_of_excel_holds(tmp_path: Path, packs, write_csv) -> None:
    path = write_csv(
        [["企业名称", "年度", "职工总数"], *([f"苏州{i}公司", 2023, 1] for i in range(1_048_600))]
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with open_import(path, packs, today=TODAY) as opened:
        rows = sum(chunk.rows.height for chunk in opened.tables[0].chunks())
    assert rows == 1_048_600
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1_000_000


def test_formulas_in_text_are_refused_and_kept(write_csv, read_all) -> None:
    done = read_all(
        write_csv([["企业名称", "住所"], ['=HYPERLINK("x")公司', "a"], [FIRMS[1], "@b"]])
    )["firm_registration"]
    assert done.faults == [(2, "firm_name", "formula")] and done.values("address") == ["@b"]
