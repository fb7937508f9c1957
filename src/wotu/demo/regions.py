"""Invented hi-tech zones beside the demo's own, and the cities and provinces they lie in.

Codes are borrowed from existing divisions, which have no part in any of it; the demo's pack gives
them the invented names.
"""

from __future__ import annotations

from typing import Final

from wotu.demo.invented_codes import DIVISION
from wotu.demo.outside import CITIES

PROVINCES: Final = {
    "530000": "霁云省",
    "510000": "江岚省",
    "520000": "曜山省",
    "450000": "沐海省",
    "430000": "湖澜省",
}
OWN_CITY: Final = "530100"
"""The city of the demo's zone, whose code its own begins with."""

CITIES_ELSEWHERE: Final = {
    OWN_CITY: "岭川",
    "510300": "鹿溪",
    "510400": "望川",
    "510500": "青砚",
    "510600": "琅溪",
    "520200": "云帆",
    "520300": "松岚",
    "520400": "漱玉",
    "450200": "海曜",
    "450300": "潮原",
    "450400": "听潮",
    "430200": "湖岚",
    "430300": "芷岸",
    "430400": "凌川",
}
"""Cities that the firms elsewhere do not lie in."""

PEER_ZONES: Final = {
    "530302": "澜川",
    "530303": "澜川东湖",
    "530402": "霁原",
    "530403": "霁原临港",
    "530502": "岚州",
    "530602": "栖梧",
    "530702": "朗州",
    "530802": "曜城",
    "530902": "衡岚",
    "532301": "泽川",
    "532302": "泽川新城",
    "532501": "晴峦",
    "532503": "晴峦科学城",
    "532601": "景岚",
    "532801": "翠屿",
    "532901": "砚川",
    "530102": "岭川北城",
    "510302": "鹿溪",
    "510402": "望川",
    "510502": "青砚",
    "510603": "琅溪",
    "520201": "云帆",
    "520302": "松岚",
    "520402": "漱玉",
    "450202": "海曜",
    "450302": "潮原",
    "450403": "听潮",
    "430202": "湖岚",
    "430302": "芷岸",
    "430405": "凌川",
}
"""Thirty peers by the code of the district that they borrow; a zone's name ends in 高新区."""

ZONE_NAMES: Final = {
    DIVISION: "云岭高新区",
    **{code: f"{name}高新区" for code, name in PEER_ZONES.items()},
}
CITY_NAMES: Final = {code: f"{name}市" for code, name in {**CITIES, **CITIES_ELSEWHERE}.items()}


def city_of(zone: str) -> str:
    """Code of the city in which a zone lies.

    >>> city_of("530302")
    '530300'
    """
    return f"{zone[:4]}00"


def province_of(code: str) -> str:
    """Code of the province in which a zone or city lies.

    >>> province_of("530302")
    '530000'
    """
    return f"{code[:2]}0000"
