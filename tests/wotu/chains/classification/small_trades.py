"""A small classification with firms of four trades, for tests."""

import polars as pl

from wotu.chains.classification.tree import ClassTree
from wotu.chains.tables import FIRM_TEXTS

CLASSES = [
    ("1", "食品饮料", None),
    ("11", "白酒Ⅱ", "1"),
    ("12", "饮料乳品", "1"),
    ("121", "乳品", "12"),
    ("122", "软饮料", "12"),
    ("2", "电子", None),
    ("21", "半导体", "2"),
    ("211", "模拟芯片设计", "21"),
    ("212", "半导体设备", "21"),
]
GOODS = {
    "11": ["浓香白酒", "酱香型大曲", "系列酒", "基酒", "高粱白酒", "窖藏原浆酒"],
    "121": ["酸牛奶", "灭菌乳", "婴儿配方奶粉", "鲜奶", "奶酪", "乳清粉"],
    "122": ["苹果汁", "矿泉水", "植物蛋白饮料", "椰汁", "凉茶", "果味饮料"],
    "211": ["电源管理芯片", "射频前端芯片", "模拟集成电路", "音频功放芯片", "驱动芯片", "传感芯片"],
    "212": ["刻蚀机", "薄膜沉积设备", "晶圆清洗机", "涂胶显影机", "离子注入机", "封装设备"],
}
TRADES = {"11": "酒业", "121": "乳业", "122": "饮料", "211": "微电子", "212": "半导体装备"}
PLACES = ["苏州", "无锡", "杭州", "合肥", "成都", "武汉"]
MARKS = ["华信", "中瑞", "恒达", "金源", "东吴", "明远", "瑞丰", "长河"]


def tree() -> ClassTree:
    return ClassTree.of(pl.DataFrame(CLASSES, schema=["code", "name", "parent_code"], orient="row"))


def firms() -> pl.DataFrame:
    """Forty-eight firms of each trade: products and scopes drawn from its goods in turn."""
    rows = []
    for code, goods in GOODS.items():
        for i, mark in enumerate(MARKS * len(PLACES)):
            place = PLACES[i // len(MARKS)]
            own = [goods[(i + step) % len(goods)] for step in range(2)]
            rows.append(
                {
                    "firm_id": f"{code}-{i:02}",
                    "name": f"{place}{mark}{TRADES[code]}有限公司",
                    "products": "；".join(own) if i % 3 else None,
                    "scope": f"{own[0]}、{own[1]}的研发、生产和销售；货物进出口。"
                    if i % 2
                    else None,
                    "patents": None,
                    "industry_code": None,
                    "class_code": code,
                }
            )
    schema = {**FIRM_TEXTS, "class_code": pl.String}
    return pl.DataFrame(rows, schema=schema)
