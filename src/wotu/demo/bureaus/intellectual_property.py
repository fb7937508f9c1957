"""知识产权局: every right, some with the owner's name only, a former name, or a slip in it."""

from __future__ import annotations

from typing import Final

import polars as pl

from wotu.demo.bureaus.faulty import OUTSIDER, ghost
from wotu.demo.bureaus.files import BureauFile, Desk
from wotu.demo.bureaus.handwriting import dates_of_many, texts, words_of_many, yes_or_no
from wotu.demo.bureaus.sheet import Cell, Column, Sheet
from wotu.demo.names import PLACE
from wotu.demo.showcase import SHOWCASE

KINDS: Final = {
    "invention": ("发明专利", "发明", "发明授权"),
    "utility_model": ("实用新型", "实用新型专利"),
    "design": ("外观设计", "外观设计专利"),
    "software": ("软件著作权", "计算机软件著作权", "软著"),
    "ic_layout": ("集成电路布图设计",),
    "new_drug": ("国家新药",),
}
STATES: Final = {
    "in_force": ("有效", "授权", "专利权维持"),
    "pending": ("审中", "实质审查"),
    "lapsed": ("失效", "专利权终止"),
}
WAYS: Final = {
    "self_developed": ("自主研发", "原始取得"),
    "transferred": ("受让", "受让取得"),
    "donated": ("受赠",),
    "merged": ("并购",),
}

_BY_NAME: Final = 0.03
_DOUBTFUL: Final = 6
"""Rights whose owner is written in a way that a person should look at."""


def send_rights(desk: Desk) -> BureauFile:
    """The list of all rights; codes are missing for the owners that :func:`owners` says."""
    rows = desk.zone.tables["firm_ip"]
    rng = desk.rng("rights")
    written = owners(desk)
    columns = (
        Column("专利权人", texts(written["owner"])),
        Column("专利权人代码", texts(written["code"])),
        Column("专利号", texts(rows["ip_no"])),
        Column("知识产权类别", words_of_many(rows["kind"], KINDS, rng)),
        Column("专利名称", texts(rows["title"])),
        Column("申请日", dates_of_many(rows["filed_on"], rng)),
        Column("授权公告日", dates_of_many(rows["granted_on"], rng)),
        Column("失效日期", texts(rows["expires_on"].cast(pl.String))),
        Column("法律状态", words_of_many(rows["state"], STATES, rng)),
        Column("取得方式", words_of_many(rows["acquired_by"], WAYS, rng)),
        Column("是否已用于高企申报", yes_or_no(rows["used_in_hnte_application"])),
    )
    others = _outsiders()
    listed = tuple(
        Column(c.header, [*c.cells, *(row.get(c.header) for row in others)]) for c in columns
    )
    return desk.send(
        "知识产权局/知识产权清单.csv",
        Sheet(listed, faulty=_faulty_rights()),
        "intellectual_property",
        "完整清单；部分权利人没有代码，用曾用名，或名称有出入",
        complete=True,
    )


def owners(desk: Desk) -> pl.DataFrame:
    """How the owner of each right is written: ``owner`` and ``code``, in the order of the list.

    ``doubt`` marks names that a person should look at.
    """
    rows = desk.zone.tables["firm_ip"].select("uscc", "firm_name")
    register = desk.zone.tables["firm_registration"].select("uscc", "former_names")
    rows = rows.join(register, on="uscc", how="left", maintain_order="left")
    chance = pl.col("uscc").hash(seed=desk.zone.seed + 2) % 1_000 / 1_000
    only_name = (chance < _BY_NAME) | (pl.col("uscc") == SHOWCASE["by_name_only"][0])
    former = pl.col("former_names").is_not_null() & (
        (chance > 0.5) | (pl.col("uscc") == SHOWCASE["former_name"][0])
    )
    named = desk.zone.firms.filter(pl.col("key").is_not_null())["uscc"].to_list()
    turn = pl.int_range(pl.len())
    doubt = (turn % (rows.height // _DOUBTFUL + 1) == 77) & ~pl.col("uscc").is_in(named)
    short = pl.col("firm_name").str.extract(f"^{PLACE}(.+?)(?:股份)?有限(?:责任)?公司$")
    doubt &= short.is_not_null()
    return rows.select(
        owner=pl.when(doubt).then(short).when(former).then("former_names").otherwise("firm_name"),
        code=pl.when(~(doubt | former | only_name)).then("uscc"),
        doubt=doubt,
    )


def _faulty_rights() -> tuple[dict[str, Cell], ...]:
    code, name = ghost(60)
    who: dict[str, Cell] = {"专利权人": name, "专利权人代码": code}
    good: dict[str, Cell] = {"专利号": "ZL2022 1 99999001.1", "知识产权类别": "发明专利"}
    return (
        {**who, **good, "知识产权类别": "商业秘密"},
        {**who, **good, "专利号": None},
        {**who, **good, "授权公告日": "2023.13.45"},
    )


def _outsiders() -> tuple[dict[str, Cell], ...]:
    """Rights of an owner without code that is on no register: good rows for the review queue."""
    return tuple(
        {
            "专利权人": OUTSIDER,
            "专利号": f"ZL2021 1 9999901{number}.0",
            "知识产权类别": "发明专利",
            "授权公告日": "2023-05-09",
            "法律状态": "有效",
        }
        for number in range(2)
    )
