import datetime as dt

import pytest

from wotu.reports.document import (
    Bullets,
    CellKind,
    Chart,
    ChartKind,
    Column,
    Heading,
    Origin,
    Paragraph,
    Report,
    Role,
    Series,
    Table,
)

DAYS = (dt.date(2026, 1, 31), dt.date(2026, 3, 31), dt.date(2026, 6, 30))


@pytest.fixture
def report() -> Report:
    """A report with one of everything, and texts that other programs would like to run."""
    table = Table(
        "位次[1]/表",
        "位次与区间",
        (
            Column("位次", CellKind.NUMBER),
            Column("地区", width=3),
            Column("得分", CellKind.NUMBER, 2),
            Column("占比", CellKind.SHARE, 1),
            Column("金额", CellKind.AMOUNT, 2),
            Column("到期", width=1.4),
        ),
        (
            (1, "云岭高新区", 90.5, 0.5, 1263.8, dt.date(2026, 12, 31)),
            (2, '=HYPERLINK("http://x")', 88.25, None, 479.0, None),
            (3, "@SUM(A1) #read $x$ *粗* _斜_ <b>", -3.0, 0.125, 0.282, None),
            (4, "第四行", None, 0.0, None, None),
        ),
        "来源：快照 2025年",
        most=3,
    )
    bars = Chart(
        ChartKind.BARS,
        "创新能力贡献最多",
        ("创新能力", "结构 $优$ 化"),
        (Series("得分", (20.0, None)),),
        "分",
        "来源：测算",
    )
    intervals = Chart(
        ChartKind.INTERVALS,
        "前两位分不出先后",
        ("甲", "乙"),
        (Series("位次", (1, 2), low=(1, 1), high=(2, 3)),),
        "位次",
        "来源：模拟",
        reverse=True,
    )
    lines = Chart(
        ChartKind.LINES,
        "产值好于进度路径",
        DAYS,
        (
            Series("实际", (1.0, 2.0, None)),
            Series("路径", (1.0, 1.5, 2.5), Role.REFERENCE),
            Series("预测", (None, 2.0, 3.5), Role.FORECAST, (None, 2.0, 3.0), (None, 2.0, 4.0)),
        ),
        "亿元",
        "来源：统计局",
    )
    return Report(
        "国家高新区综合评价",
        "2021 年版",
        Origin("云岭高新区（虚构）", dt.date(2026, 6, 30), "20260630-abc", invented=True),
        "zh",
        (
            Heading("结论"),
            Paragraph("云岭高新区居第5位（区间4–10）。", strong=True),
            Bullets(("权重由30%降到1.9%，将被超过", "乙 $1$ #x")),
            table,
            bars,
            intervals,
            lines,
        ),
    )
