"""药监局: drugs and devices on their way to the market, every stage written in several ways."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from wotu.demo.bureaus.faulty import ghost
from wotu.demo.bureaus.files import BureauFile, Desk
from wotu.demo.bureaus.handwriting import dates_of_many, texts, words_of_many
from wotu.demo.bureaus.sheet import Cell, Column, Sheet

STAGES: Final = {
    "preclinical": ("临床前", "临床前研究"),
    "ind_filed": ("IND受理", "临床试验申请受理"),
    "trial_approved": ("临床试验默示许可", "默示许可"),
    "phase_1": ("Ⅰ期临床", "I期", "I期临床试验"),
    "phase_2": ("Ⅱ期临床", "II期", "II期临床试验"),
    "phase_3": ("Ⅲ期临床", "III期", "III期临床试验"),
    "nda_filed": ("NDA受理", "上市申请受理"),
    "development": ("研发",),
    "innovative_review": ("创新医疗器械特别审查", "绿色通道"),
    "type_test": ("型检", "注册检验"),
    "clinical_evaluation": ("临床试验", "临床"),
    "registration_filed": ("注册受理",),
    "approved": ("获批上市", "获批"),
    "paused": ("暂停",),
    "terminated": ("终止",),
}
KINDS: Final = {
    "chemical_drug": ("化学药", "化药"),
    "biologic": ("生物制品", "生物药"),
    "vaccine": ("疫苗",),
    "cell_therapy": ("细胞治疗", "细胞治疗产品"),
    "gene_therapy": ("基因治疗",),
    "small_nucleic": ("小核酸", "小核酸药物"),
    "tcm": ("中药",),
    "ivd": ("体外诊断试剂", "诊断试剂"),
    "active_device": ("有源器械", "有源医疗器械"),
    "passive_device": ("无源器械", "无源医疗器械"),
    "device_software": ("软件类器械", "医疗器械软件"),
}
CLASSES: Final = {
    "drug_1": ("1类", "1类新药"),
    "drug_2": ("2类", "改良型新药"),
    "drug_3": ("3类",),
    "drug_4": ("4类",),
    "device_3": ("三类", "Ⅲ类", "第三类"),
    "device_2": ("二类", "Ⅱ类", "第二类"),
}


def send_product_stages(desk: Desk) -> BureauFile:
    """Every stage that a product has reached, one row each."""
    rows = desk.zone.tables["firm_product_stage"]
    rng = desk.rng("product stages")
    columns = (
        Column("申请人", texts(rows["firm_name"])),
        Column("统一社会信用代码", texts(rows["uscc"])),
        Column("产品名称/代号", texts(rows["product"])),
        Column("产品类别", words_of_many(rows["kind"], KINDS, rng)),
        Column("注册分类", words_of_many(rows["registration_class"], CLASSES, rng)),
        Column("适应症/预期用途", texts(rows["indication"])),
        Column("研发阶段", words_of_many(rows["stage"], STAGES, rng)),
        Column("进入日期", dates_of_many(rows["happened_on"], rng)),
        Column("受理号/批准文号", texts(rows["number"])),
        Column("合作方", texts(rows["partner"])),
        Column("备注", texts(rows["note"])),
    )
    return desk.send(
        "药监局/药械产品研发与注册进展台账.xlsx",
        Sheet(
            columns,
            titles=("药械产品研发与注册进展台账",),
            faulty=_faulty(),
            notes=("注：药品注册分类写1类至5类，医疗器械写一类至三类。",),
        ),
        "medical_products",
        "阶段、类别、分类各有多种写法，逐阶段一行",
    )


def _faulty() -> tuple[Mapping[str, Cell], ...]:
    """A stage that is none, and a day without month."""
    code, name = ghost(62)
    base: dict[str, Cell] = {
        "申请人": name,
        "统一社会信用代码": code,
        "产品名称/代号": "YZ-101注射液",
        "产品类别": "生物制品",
    }
    return (
        {**base, "研发阶段": "推进中", "进入日期": "2025-03-01"},
        {**base, "研发阶段": "I期", "进入日期": "2025年"},
    )
