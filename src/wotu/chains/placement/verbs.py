"""The verbs of business scopes, by what they say that a firm does."""

from __future__ import annotations

from typing import Final

MAKE: Final = [
    "研发",
    "研制",
    "开发",
    "生产",
    "制造",
    "加工",
    "制作",
    "设计",
    "组装",
    "装配",
    "自产",
    "产销",
    "研究",
    "制备",
    "冶炼",
    "合成",
    "封测",
    "封装",
    "代工",
    "分包装",
    "繁育",
    "培育",
    "养殖",
    "种植",
]
"""What makers of goods do."""
TRADE: Final = [
    "销售",
    "批发",
    "零售",
    "进出口",
    "代销",
    "贸易",
    "经销",
    "佣金",
    "买卖",
    "购销",
    "经营",
]
"""What those who only pass goods on do."""
SERVE: Final = [
    "代理",
    "租赁",
    "服务",
    "咨询",
    "维修",
    "安装",
    "施工",
    "检测",
    "转让",
    "运输",
    "仓储",
    "维护",
    "推广",
    "测试",
    "检验",
    "调试",
    "改造",
    "培训",
    "租借",
    "养护",
    "运营",
    "运行",
    "建设",
    "回收",
    "拆解",
    "处置",
    "充装",
    "测评",
]
"""What is done with goods or for others."""
ADVICE: Final = ["技术服务", "技术咨询", "技术转让", "技术推广", "技术交流", "技术开发"]
"""Where one of these stands, 开发 is contract work: 新材料领域内的技术开发、技术咨询."""
CONTRACTED: Final = ["开发", "设计", "研究"]
"""What may be done for others, beside those that make."""
GOODS_TOO: Final = ["封测", "封装", "运行"]
"""Verbs that name a trade of their own: 封装测试, 运行维护."""
