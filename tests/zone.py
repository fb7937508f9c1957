"""A small real zone for tests of pages: files received, facts settled, a snapshot published."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from wotu.build.build import build
from wotu.build.population import Population
from wotu.identity.uscc import check_character
from wotu.packs.schema import Label
from wotu.receive import Delivery, receive
from wotu.workspace import Workspace, Zone, create_workspace

AS_OF = dt.date(2026, 6, 30)


def code_of(number: int) -> str:
    """A code with a valid check character."""
    body = f"91320505MA1{number:06d}"
    return body + check_character(body)


@dataclass
class Firm:
    """One invented firm, in units as bureaus write them: 万元 and persons."""

    number: int
    name: str
    industry: str = "3921"
    founded: str = "2019-03-01"
    sales: tuple = (1000, 1500, 2500)
    rd: tuple = (60, 90, 150)
    staff: int = 100
    technicians: int | None = 20
    hitech: int | None = 2000
    field: str = "电子信息"
    rights: int = 1
    certificate: tuple | None = None
    grades: str | None = None

    @property
    def code(self) -> str:
        return code_of(self.number)


#: One firm for every standing before 高新技术企业, and some more of the ordinary kind.
FIRMS = [
    Firm(1, "云岭明远电子科技有限公司", grades="A"),
    Firm(2, "云岭恒光传感技术有限公司"),
    Firm(3, "云岭启辰半导体有限公司", technicians=None),
    Firm(4, "云岭博瑞精密仪器有限公司", rd=(40, 60, 110)),
    Firm(5, "云岭安禾生物医药有限公司", technicians=None, hitech=None, field="生物与新医药"),
    Firm(6, "云岭大通贸易有限公司", industry="5111", rd=(0, 0, 0), technicians=2, hitech=0, field="不属于", rights=0),
    Firm(7, "云岭智联软件有限公司", industry="6513", certificate=("高新技术企业", "2023-10-08", "2026-10-07")),
    Firm(8, "云岭宏泰新材料股份有限公司", industry="2651", sales=(30000, 36000, 45000), rd=(1000, 1300, 1600), staff=480, technicians=90, hitech=40000, certificate=("高新技术企业", "2024-11-06", "2027-11-05")),
    Firm(9, "云岭明远电子科技有限公司苏南分公司"),
    Firm(10, "云岭零一智能装备有限公司", founded="2025-11-01", sales=(0, 0, 300), rd=(0, 0, 80), staff=18, technicians=12, hitech=250),
] + [
    Firm(100 + n, f"云岭第{n}实业有限公司", industry=["3411", "6513", "5111", "7320"][n % 4], sales=(500 + 40 * n, 600 + 45 * n, 700 + 50 * n), rd=(10 + n, 12 + 2 * n, 14 + 3 * n), staff=20 + 3 * n, technicians=2 + n % 9, hitech=400 + 20 * n)
    for n in range(60)
]  # fmt: skip

LEGAL = "统一社会信用代码,企业名称"


def files_of(folder: Path) -> list[tuple[Path, Delivery]]:
    """What the bureaus of the zone send, as CSV files, and what they say of them."""
    rows = {
        "登记.csv": ["统一社会信用代码,企业名称,成立日期,行业代码,所属区划,注册资本（万元）,经营范围"],
        "税务.csv": [f"{LEGAL},年度,营业收入（万元）,总收入（万元）,高新技术产品收入（万元）,资产总额（万元）,负债总额（万元）,成本费用（万元）"],
        "统计.csv": [f"{LEGAL},年度,研发费用（万元）,境内研发费用（万元）,营业收入（万元）"],
        "人员.csv": [f"{LEGAL},年度,职工总数,科技人员数"],
        "科技.csv": [f"{LEGAL},技术领域,参与编制国家或行业标准,产品属禁止限制或淘汰类,近五年主导制定标准"],
        "知识产权.csv": [f"{LEGAL},登记号,类别,授权日,法律状态,获得方式"],
        "证书.csv": [f"{LEGAL},证书类别,发证日期,有效期至"],
        "转化.csv": [f"{LEGAL},转化年度,成果名称"],
        "事故.csv": [f"{LEGAL},类别,发生日期"],
        "评价.csv": [f"{LEGAL},评价年度,技术的先进程度,核心支持作用,管理制度得分,研发机构得分,激励奖励得分,人才得分"],
    }  # fmt: skip
    for firm in FIRMS:
        who = f"{firm.code},{firm.name}"
        rows["登记.csv"].append(f"{who},{firm.founded},{firm.industry},虎丘区,1000,技术研发与销售")
        rows["科技.csv"].append(f"{who},{firm.field},否,否,否")
        rows["人员.csv"].append(
            f"{who},2025,{firm.staff},{'' if firm.technicians is None else firm.technicians}"
        )
        for year, sales, rd in zip((2023, 2024, 2025), firm.sales, firm.rd, strict=True):
            hitech = firm.hitech if year == 2025 and firm.hitech is not None else ""
            rows["税务.csv"].append(
                f"{who},{year},{sales},{sales},{hitech},{800 + sales},400,{sales * 0.9:.2f}"
            )
            rows["统计.csv"].append(
                f"{who},{year},{rd},{rd},{sales + (0.5 if firm.number == 2 else 0)}"
            )
        for n in range(firm.rights):
            rows["知识产权.csv"].append(
                f"{who},ZL{firm.number}{n},发明专利,2022-05-01,有效,自主研发"
            )
        for year in (2023, 2024, 2025):
            rows["转化.csv"] += [
                f"{who},{year},成果{n}" for n in range(5 if firm.number < 20 else 1)
            ]
        if firm.certificate:
            rows["证书.csv"].append(f"{who},{','.join(firm.certificate)}")
        if firm.grades:
            rows["评价.csv"].append(f"{who},2026,{firm.grades},{firm.grades},6,6,4,4")
    rows["事故.csv"].append(f"{code_of(159)},云岭第59实业有限公司,重大安全事故,2026-02-01")
    rows["登记.csv"].append(
        "91320505MA1000000X,云岭错码有限公司,2020-01-01,3921,虎丘区,100,校验位不对"
    )
    rows["税务.csv"].append(f"{code_of(102)},云岭第2实业有限公司,2022,不详何数,1,1,1,1,1")
    sources = {
        "登记.csv": ("market_regulation", False), "税务.csv": ("tax", False), "统计.csv": ("statistics", False),
        "人员.csv": ("human_resources", False), "科技.csv": ("science", False), "知识产权.csv": ("intellectual_property", True),
        "证书.csv": ("science", True), "转化.csv": ("science", True), "事故.csv": ("emergency", True), "评价.csv": ("experts", False),
    }  # fmt: skip
    contracts = {
        "登记.csv": "firm_registration", "税务.csv": "firm_finance", "统计.csv": "firm_finance", "人员.csv": "firm_staff",
        "科技.csv": "firm_profile", "知识产权.csv": "firm_ip", "证书.csv": "firm_certificate", "转化.csv": "firm_conversion",
        "事故.csv": "firm_incident", "评价.csv": "firm_review",
    }  # fmt: skip
    files = []
    for name, lines in rows.items():
        path = folder / name
        path.write_text("\n".join(lines), encoding="utf-8")
        source, complete = sources[name]
        delivery = Delivery(
            source=source, author="测试", contract=contracts[name], complete=complete
        )
        files.append((path, delivery))
    return files


def make_zone(root: Path, files: Path) -> Workspace:
    """A workspace with all files received and a snapshot published."""
    workspace = create_workspace(root, Zone(name=Label(zh="云岭高新区", en="Yunling Hi-tech Zone")))
    files.mkdir(parents=True, exist_ok=True)
    for path, delivery in files_of(files):
        receive(workspace, path, delivery)
    build(workspace, AS_OF)
    return workspace


def population_of(snapshot, rule_id) -> Population:
    """The firms of a snapshot before the edition of a rule that is in force."""
    return Population(snapshot, snapshot.rulebook.rule(rule_id, snapshot.manifest.as_of))
