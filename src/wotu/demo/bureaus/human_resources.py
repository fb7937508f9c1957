"""人社局: staff of three years in a text, some figures in full width."""

from __future__ import annotations

from typing import Final

from wotu.demo.bureaus.faulty import ghost
from wotu.demo.bureaus.files import BureauFile, Desk
from wotu.demo.bureaus.handwriting import counts_of_typists, texts
from wotu.demo.bureaus.sheet import Cell, Column, Sheet

HEADERS: Final = {
    "total_staff": "职工总数",
    "sci_tech_staff": "科技人员",
    "rd_staff": "研发人员",
    "year_end_staff": "年末从业人员",
    "bachelors_or_above": "本科及以上人数",
    "masters": "硕士人数",
    "doctors": "博士人数",
    "overseas_returnees": "留学归国人员",
}


def send_staff(desk: Desk) -> BureauFile:
    """One row a firm and year."""
    years = desk.zone.years
    rows = desk.seen("firm_staff", "human_resources", years)
    rng = desk.rng("staff")
    columns = [
        Column("单位名称", texts(rows["firm_name"])),
        Column("统一社会信用代码", texts(rows["uscc"])),
        Column("年度", [f"{year}年" if year % 2 else str(year) for year in rows["year"]]),
    ]
    columns += [
        Column(header, counts_of_typists(rows[field], rng)) for field, header in HEADERS.items()
    ]
    bad: list[dict[str, Cell]] = []
    for number, total in enumerate(("12.5", "两百多", "-3")):
        code, name = ghost(30 + number)
        bad.append(
            {"单位名称": name, "统一社会信用代码": code, "年度": str(years[-1]), "职工总数": total}
        )
    return desk.send(
        "人社局/企业用工情况.csv",
        Sheet(
            tuple(columns),
            titles=(f"云岭高新区企业用工情况（{years[0]}—{years[-1]}年）",),
            faulty=tuple(bad),
            notes=("备注：按月平均的全年平均数。",),
        ),
        "human_resources",
        "有全角数字和“人”字，一行一个年度",
    )
