"""The small zone with the example city pack, and what its measures ask for."""

from pathlib import Path

from tests.zone import AS_OF, code_of, make_zone
from wotu.build.build import build
from wotu.receive import Delivery, receive
from wotu.workspace import Workspace, open_workspace

#: Most measures at once; recognised last year; recognised, and paid not long ago.
BIG, NEW, HAD = code_of(8), code_of(2), code_of(3)
BIG_NAME, NEW_NAME, HAD_NAME = (
    "云岭宏泰新材料股份有限公司",
    "云岭恒光传感技术有限公司",
    "云岭启辰半导体有限公司",
)
WHO = "统一社会信用代码,企业名称"

FILES = {
    "firm_registration": (
        "market_regulation",
        [f"{WHO},登记状态", f"{BIG},{BIG_NAME},存续", f"{NEW},{NEW_NAME},存续", f"{HAD},{HAD_NAME},存续"],
    ),
    "firm_certificate": (
        "science",
        [
            f"{WHO},证书类别,发证日期,有效期至",
            f"{NEW},{NEW_NAME},高新技术企业,2025-11-01,2028-10-31",
            f"{HAD},{HAD_NAME},高新技术企业,2025-11-01,2028-10-31",
            f"{HAD},{HAD_NAME},专精特新中小企业,2025-05-01,2028-04-30",
        ],
    ),
    "firm_payment": (
        "finance",
        [
            f"{WHO},政策年度,奖补项目,拨付金额（万元）,拨付日期,文号",
            f"{HAD},{HAD_NAME},2025,高企认定奖励,20,2025-04-18,云财示〔2025〕4号",
        ],
    ),
    "firm_investment": (
        "industry",
        [
            f"{WHO},年度,设备投资额（万元）,项目是否备案,支付利息（万元）,是否逾期",
            f"{BIG},{BIG_NAME},2025,700,,100,否",
        ],
    ),
    "firm_survey": (
        "statistics",
        [f"{WHO},年度,是否规上企业,统计专业,首次入库日期", f"{BIG},{BIG_NAME},2025,是,规上工业,2025-03-01"],
    ),
    "firm_talent": (
        "human_resources",
        [
            f"{WHO},人才编号,姓名,学历,职称,入职日期,劳动合同年限,连续参保月数,是否市外引进",
            f"{BIG},{BIG_NAME},T001,示例人才甲,博士,无,2025-01-10,3,17,是",
            f"{BIG},{BIG_NAME},T002,示例人才乙,本科,无,2025-01-10,3,17,是",
        ],
    ),
}  # fmt: skip
COMPLETE = ("firm_certificate", "firm_payment", "firm_talent")


def make_benefit_zone(root: Path, files: Path) -> Workspace:
    """A workspace with the example city pack and a snapshot published."""
    make_zone(root, files)
    workspace = open_workspace(root).with_pack("example-city")
    for contract, (source, lines) in FILES.items():
        path = files / f"{contract}.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        delivery = Delivery(
            source=source, author="测试", contract=contract, complete=contract in COMPLETE
        )
        receive(workspace, path, delivery)
    build(workspace, AS_OF)
    return workspace
