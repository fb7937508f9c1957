"""Products of the invented firms of biomedicine on their way to the market.

Durations and attrition are our own choice, near what is generally known of registration in China;
numbers have a digit more than real ones, so none is real.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl

from wotu.chains.stages import Stage, Track
from wotu.demo.population import ORDINARY, STATES, Population
from wotu.demo.sectors import Line, lines

_DAYS: Final[dict[Stage, float]] = {
    Stage.PRECLINICAL: 620,
    Stage.IND_FILED: 78,
    Stage.TRIAL_APPROVED: 130,
    Stage.PHASE_1: 400,
    Stage.PHASE_2: 560,
    Stage.PHASE_3: 760,
    Stage.NDA_FILED: 330,
    Stage.DEVELOPMENT: 380,
    Stage.INNOVATIVE_REVIEW: 95,
    Stage.TYPE_TEST: 150,
    Stage.CLINICAL_EVALUATION: 400,
    Stage.REGISTRATION_FILED: 200,
}
"""Median stay in each stage."""

_LEDGER_DAYS: Final = {Track.DRUG: 4_000, Track.DEVICE: 2_800}
"""No product was begun so long before the day."""

_ENDS: Final = {Stage.PHASE_1: 0.09, Stage.PHASE_2: 0.16, Stage.PHASE_3: 0.10}
_REASONS: Final = ("疗效未达预期", "商业策略调整", "入组缓慢", "资金安排调整")

_DRUG_CLASSES: Final = {
    "chemical_drug": (0.55, 0.22, 0.06, 0.17),
    "tcm": (0.5, 0.3, 0.2, 0.0),
}
_NEW_CLASSES: Final = (0.86, 0.09, 0.05, 0.0)
_FORMS: Final = {
    "chemical_drug": ("片", "胶囊", "注射液"),
    "biologic": ("注射液", "注射用冻干粉"),
    "small_nucleic": ("注射液",),
    "cell_therapy": ("注射液",),
    "gene_therapy": ("注射液", "眼用注射液"),
    "vaccine": ("疫苗",),
    "tcm": ("颗粒", "胶囊"),
}
_INDICATIONS: Final = {
    "chemical_drug": ("非小细胞肺癌", "2型糖尿病", "高血压", "特应性皮炎", "慢性肾病"),
    "biologic": ("晚期实体瘤", "类风湿关节炎", "斑块状银屑病", "哮喘", "湿性年龄相关性黄斑变性"),
    "small_nucleic": ("慢性乙型肝炎", "高脂血症", "原发性高草酸尿症"),
    "cell_therapy": ("复发难治性多发性骨髓瘤", "B细胞淋巴瘤", "膝骨关节炎"),
    "gene_therapy": ("血友病B", "遗传性视网膜病变", "脊髓性肌萎缩症"),
    "vaccine": ("带状疱疹预防", "流感预防"),
    "tcm": ("功能性消化不良", "慢性咳嗽"),
    "ivd": ("肿瘤标志物检测", "呼吸道病原体检测", "遗传性耳聋基因检测"),
}
_PARTNERS: Final = ("望舒医药集团（虚构）", "启岚国际生物（虚构）", "晴川大学附属医院（虚构）")
_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class _Product:
    """One product before its stages are drawn."""

    owner: int
    name: str
    kind: str
    track: Track
    of_class: str
    indication: str | None
    partner: str | None


def draw_product_stages(firms: Population) -> pl.DataFrame:
    """``owner`` and the columns of ``firm_product_stage``: one row a product and stage."""
    rng = firms.draws.stream("product stages")
    known = lines()
    brings = np.array([bool(line.pipeline) for line in known])[firms.line]
    active = brings & (firms.tier > ORDINARY) & (firms.age > 1.2) & ~firms.is_branch
    active &= firms.state == STATES.index("in_business")
    rows: list[dict[str, Any]] = []
    for owner in np.flatnonzero(active).tolist():
        founded = firms.founded[owner].astype(object)
        for product in _products(rng, owner, known[firms.line[owner]], firms.staff[owner]):
            rows += _rows(rng, product, founded, firms.as_of)
    columns = {
        "owner": pl.Int64,
        **dict.fromkeys(
            ("product", "kind", "registration_class", "indication", "stage"), pl.String
        ),
        "happened_on": pl.Date,
        **dict.fromkeys(("number", "partner", "note"), pl.String),
    }
    return pl.DataFrame(rows, schema=columns)


def _products(rng: np.random.Generator, owner: int, line: Line, staff: float) -> list[_Product]:
    kind = line.pipeline
    track = Track.DRUG if kind in _FORMS else Track.DEVICE
    count = min(1 + int(rng.poisson(min(staff, 400) / 30)), 7)
    prefix = "".join(rng.choice(list(_LETTERS), 2))
    indications = _INDICATIONS.get(kind)
    products = []
    for turn in range(count):
        if track is Track.DRUG:
            form = str(rng.choice(_FORMS[kind]))
            name = f"{prefix}-{int(rng.integers(1, 9))}{turn + 1:02d}{form}"
            shares = _DRUG_CLASSES.get(kind, _NEW_CLASSES)
            of_class = f"drug_{1 + int(rng.choice(4, p=np.array(shares) / sum(shares)))}"
        else:
            goods = line.products[turn % len(line.products)]
            name = f"{goods}（{prefix}-{turn + 1}型）"
            of_class = f"device_{3 if rng.random() < _third_class(kind) else 2}"
        indication = str(rng.choice(indications)) if indications else None
        partner = str(rng.choice(_PARTNERS)) if rng.random() < 0.1 else None
        products.append(_Product(owner, name, kind, track, of_class, indication, partner))
    return products


def _third_class(kind: str) -> float:
    return {"passive_device": 0.6, "ivd": 0.45}.get(kind, 0.25)


def _way(rng: np.random.Generator, product: _Product) -> list[Stage]:
    """The stages that a product will pass, if nothing stops it."""
    if product.track is Track.DRUG:
        if product.of_class == "drug_4":
            return [Stage.PRECLINICAL, Stage.NDA_FILED, Stage.APPROVED]
        phases = [Stage.PHASE_1, Stage.PHASE_2, Stage.PHASE_3]
        return [
            *(Stage.PRECLINICAL, Stage.IND_FILED, Stage.TRIAL_APPROVED),
            *(phases if rng.random() < 0.9 else phases[1:]),
            *(Stage.NDA_FILED, Stage.APPROVED),
        ]
    third = product.of_class == "device_3"
    innovative = third and rng.random() < 0.22
    trial = rng.random() < (0.9 if third else 0.3)
    return [
        Stage.DEVELOPMENT,
        *([Stage.INNOVATIVE_REVIEW] if innovative else []),
        Stage.TYPE_TEST,
        *([Stage.CLINICAL_EVALUATION] if trial else []),
        *(Stage.REGISTRATION_FILED, Stage.APPROVED),
    ]


def _rows(
    rng: np.random.Generator, product: _Product, founded: dt.date, as_of: dt.date
) -> list[dict[str, Any]]:
    """The stages that were reached by the day, with a halt or a step back for some."""
    # Before its founding a firm's founders have worked already.
    back = min((as_of - founded).days + 200, _LEDGER_DAYS[product.track])
    day = as_of - dt.timedelta(days=60 + int(rng.random() * (back - 60)))
    told_early = rng.random() < 0.7
    rows: list[dict[str, Any]] = []
    way = _way(rng, product)
    for place, stage in enumerate(way):
        if day > as_of:
            break
        if day >= founded and (place > 0 or told_early):
            rows.append(_row(rng, product, stage, day))
        if stage is Stage.APPROVED:
            break
        stay = int(_DAYS[stage] * np.exp(rng.normal(0, 0.45)))
        halt = rng.random()
        if halt < _ENDS.get(stage, 0.01):
            paused = rng.random() < 0.4
            ended = day + dt.timedelta(days=stay // 2)
            if founded <= ended <= as_of:
                what = Stage.PAUSED if paused else Stage.TERMINATED
                reason = str(rng.choice(_REASONS))
                rows.append(_row(rng, product, what, ended, note=reason))
            if not paused or rng.random() < 0.5:
                break
        if stage is Stage.NDA_FILED and halt > 0.93 and way[place - 1] is Stage.PHASE_3:
            again = day + dt.timedelta(days=stay // 2)
            if founded <= again <= as_of:
                rows.append(_row(rng, product, Stage.PHASE_3, again, note="撤回申请，补充临床数据"))
            break
        day += dt.timedelta(days=max(stay, 20))
    return rows


def _row(
    rng: np.random.Generator, product: _Product, stage: Stage, day: dt.date, note: str | None = None
) -> dict[str, Any]:
    return {
        "owner": product.owner,
        "product": product.name,
        "kind": product.kind,
        "registration_class": product.of_class,
        "indication": product.indication,
        "stage": stage.value,
        "happened_on": day,
        "number": _number(rng, product, stage, day),
        "partner": product.partner,
        "note": note,
    }


def _number(rng: np.random.Generator, product: _Product, stage: Stage, day: dt.date) -> str | None:
    """The number of a filing or approval, one digit longer than real ones."""
    serial = int(rng.integers(1, 99_999))
    if stage in (Stage.IND_FILED, Stage.NDA_FILED):
        letter = {"tcm": "Z", "chemical_drug": "H"}.get(product.kind, "S")
        act = "L" if stage is Stage.IND_FILED else "S"
        return f"CX{letter}{act}{day:%y}{serial:06d}"
    if stage is Stage.REGISTRATION_FILED:
        return f"CQZ{day:%y}{serial:06d}"
    if stage is not Stage.APPROVED:
        return None
    if product.track is Track.DRUG:
        letter = {"tcm": "Z", "chemical_drug": "H"}.get(product.kind, "S")
        return f"国药准字{letter}{day:%Y}{serial:05d}"
    return f"国械注准{day:%Y}{product.of_class[-1]}{serial % 100:02d}{serial:05d}"
