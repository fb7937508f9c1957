import polars as pl
import pytest

from wotu.identity.matching import NameIndex

TRADES = [
    "恒丰",
    "永兴",
    "天元",
    "华美",
    "金鼎",
    "瑞祥",
    "东升",
    "中信",
    "新光",
    "大成",
    "宏远",
    "江南",
    "长虹",
    "正大",
    "同益",
    "和顺",
]
LINES = [
    "机械",
    "贸易",
    "电子",
    "纺织",
    "化工",
    "建筑",
    "物流",
    "食品",
    "科技",
    "服饰",
    "包装",
    "环保",
]
PLACES = ["苏州", "常州市", "南京", "无锡市", "江苏", "昆山市", "南通", "扬州市"]
FORMS = ["有限公司", "有限责任公司", "股份有限公司"]


def crowd() -> pl.DataFrame:
    """Firms with common names, as a register is full of them."""
    names = [
        f"{PLACES[(t + b) % 8]}{trade}{line}{FORMS[(t * b) % 7 % 3]}"
        for t, trade in enumerate(TRADES)
        for b, line in enumerate(LINES)
    ]
    return pl.DataFrame({"firm_id": [f"crowd{n}" for n in range(len(names))], "name": names})


FIRMS = pl.DataFrame(
    {
        "firm_id": [
            "agri",
            "star",
            "bank",
            "light",
            "branch",
            "drug",
            "oil",
            "old",
            "old",
            "road",
            "ferry",
        ],
        "name": [
            "深圳中国农大科技股份有限公司",
            "深圳世纪星源股份有限公司",
            "平安银行股份有限公司",
            "苏州信达光电科技有限公司",
            "苏州信达光电科技有限公司昆山分公司",
            "信达生物制药（苏州）有限公司",
            "中国石油天然气股份有限公司",
            "吴江市对外贸易有限公司",
            "苏州吴江外贸集团有限公司",
            "广东省高速公路发展股份有限公司",
            "广东大鹏轮渡股份有限公司",
        ],
    }
)


@pytest.fixture(scope="session")
def index() -> NameIndex:
    return NameIndex.build(pl.concat([FIRMS, crowd()]))
