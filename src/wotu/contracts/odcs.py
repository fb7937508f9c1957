"""A data contract of the Open Data Contract Standard, version 3, as a contract of a pack.

Source:  Bitol, Open Data Contract Standard 3.0 and 3.1, https://bitol-io.github.io/
         open-data-contract-standard.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from wotu.contracts.schema import FieldType, Sensitivity
from wotu.errors import UnreadableFileError
from wotu.packs.yaml_source import load_yaml

_TYPES: dict[str, FieldType] = {
    "string": FieldType.TEXT,
    "date": FieldType.DATE,
    "boolean": FieldType.BOOLEAN,
    "integer": FieldType.COUNT,
}
_DATES = {"timestamp", "time"}

_SENSITIVITY: dict[str, Sensitivity] = {
    "public": Sensitivity.PUBLIC,
    "internal": Sensitivity.INTERNAL,
    "restricted": Sensitivity.CONFIDENTIAL,
    "confidential": Sensitivity.CONFIDENTIAL,
    "sensitive": Sensitivity.CONFIDENTIAL,
    "personal": Sensitivity.PERSONAL,
    "pii": Sensitivity.PERSONAL,
}
_CODE_NAMES = {"uscc", "unified_social_credit_code", "credit_code", "统一社会信用代码"}
_FIRM_NAMES = {"firm_name", "company_name", "enterprise_name", "企业名称", "单位名称"}
_MONEY = re.compile(r"amount|revenue|expense|cost|income|asset|tax|capital|金额|收入|费用|资产|税")

_READ = {
    "name", "physicalName", "physicalType", "businessName", "logicalType", "logicalTypeOptions",
    "description", "required", "unique", "primaryKey", "primaryKeyPosition", "classification",
    "examples", "id",
}  # fmt: skip
"""Keys of a property that are taken over, or that say nothing which a contract would hold."""


@dataclass
class OdcsImport:
    """The contracts, by name, as YAML; ``lost`` says what they do not hold."""

    contracts: dict[str, str] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)


def import_odcs(path: Path) -> OdcsImport:
    """The contracts of an ODCS file, one for each object of its schema.

    Raises:  UnreadableFileError for another kind of file or another major version; PackError for
        faulty YAML.
    """
    data = load_yaml(path).data
    if not isinstance(data, dict) or data.get("kind") != "DataContract":
        raise UnreadableFileError(
            f"{path.name} 不是 ODCS 数据合约：缺少 kind: DataContract。"
            f" {path.name} is no ODCS contract: 'kind: DataContract' is missing."
        )
    version = str(data.get("apiVersion", ""))
    if not version.startswith("v3"):
        raise UnreadableFileError(
            f"{path.name} 是 {version or '未知版本'}，只能导入 v3。"
            f" {path.name} is {version or 'of no version'}: version 3 can be imported."
        )
    found = OdcsImport()
    for key in ("servers", "slaProperties", "support", "price", "team", "roles"):
        if key in data:
            found.lost.append(f"{key}: 合约不记录 · a contract does not record it")
    for table in data.get("schema") or []:
        _add(found, table, data)
    return found


def _add(found: OdcsImport, table: dict[str, Any], data: dict[str, Any]) -> None:
    name = _identifier(str(table.get("name", "table")))
    fields: dict[str, dict[str, Any]] = {}
    keys: list[tuple[int, str]] = []
    for place, given in enumerate(table.get("properties") or []):
        own = _known_name(_identifier(str(given.get("name", f"field_{place}"))), given)
        if own in fields:
            found.lost.append(
                f"{name}.{own}: 名称重复，只取第一个 · given twice, the first is taken"
            )
            continue
        fields[own] = _field(found, f"{name}.{own}", own, given)
        if given.get("primaryKey") or given.get("unique"):
            keys.append((int(given.get("primaryKeyPosition") or place), own))
    _with_firm(found, name, fields)
    time_field = next((n for n, f in fields.items() if f["type"] == "date"), None)
    if time_field is None:
        time_field = "observed_on"
        label = {"zh": "数据日期", "en": "Observed on"}
        fields[time_field] = {"label": label, "type": "date"}
        found.lost.append(
            f"{name}: 没有日期字段，加了 observed_on · no date, observed_on was added"
        )
    found.lost.append(
        f"{name}: 假定每家企业一行（time.kind: state），年度表请改为 year"
        " · one row a firm is assumed; change time.kind to year for yearly figures"
    )
    title = str(table.get("businessName") or table.get("name") or name)
    description = str(table.get("description") or _purpose(data) or title)
    supplier = str(data.get("domain") or data.get("tenant") or "待定")
    document = {
        "contract": name,
        "label": _both(title),
        "description": _both(" ".join(description.split())),
        "time": {"kind": "state", "from": time_field},
        "key": [own for _, own in sorted(keys) if own not in {"uscc", "firm_name", time_field}],
        "supplier": _both(supplier),
        "fields": fields,
    }
    if table.get("quality"):
        found.lost.append(f"{name}: quality 规则没有导入 · quality rules are not taken over")
    text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=100)
    found.contracts[name] = text


def _field(found: OdcsImport, where: str, own: str, given: dict[str, Any]) -> dict[str, Any]:
    kind = _type_of(found, where, own, given)
    title = str(given.get("businessName") or given.get("name") or own)
    made: dict[str, Any] = {"label": _both(title), "type": kind.value}
    if given.get("name") and str(given["name"]) != own:
        made["synonyms"] = [str(given["name"])]
    if given.get("required"):
        made["required"] = True
    if text := given.get("description"):
        made["note"] = _both(" ".join(str(text).split()))
    classified = str(given.get("classification") or "").lower()
    if classified:
        made["sensitivity"] = _SENSITIVITY.get(classified, Sensitivity.CONFIDENTIAL).value
        if classified not in _SENSITIVITY:
            found.lost.append(
                f"{where}: 不认识分级 {classified}，按 confidential · taken as confidential"
            )
    for key, name in (("minimum", "minimum"), ("maximum", "maximum")):
        bound = (given.get("logicalTypeOptions") or {}).get(key)
        if bound is not None and kind not in {FieldType.TEXT, FieldType.DATE}:
            made[name] = bound
    for key in sorted(set(given) - _READ):
        found.lost.append(f"{where}: {key} 没有导入 · is not taken over")
    return made


def _type_of(found: OdcsImport, where: str, own: str, given: dict[str, Any]) -> FieldType:
    if own == "uscc":
        return FieldType.USCC
    if own == "firm_name":
        return FieldType.FIRM_NAME
    logical = str(given.get("logicalType") or "string")
    if logical == "number":
        words = f"{own} {given.get('businessName') or ''} {given.get('name') or ''}".lower()
        if _MONEY.search(words):
            found.lost.append(f"{where}: 按金额（元）处理，请核对 · taken as money in yuan, check")
            return FieldType.MONEY
        found.lost.append(f"{where}: 按占比处理，请核对 · taken as a share, check")
        return FieldType.SHARE
    if logical in _DATES:
        found.lost.append(f"{where}: {logical} 只留日期 · only the day is kept")
        return FieldType.DATE
    if logical not in _TYPES:
        found.lost.append(f"{where}: 类型 {logical} 没有对应，按文字 · no such type, taken as text")
    return _TYPES.get(logical, FieldType.TEXT)


def _with_firm(found: OdcsImport, name: str, fields: dict[str, dict[str, Any]]) -> None:
    """Every contract says which firm a row is about."""
    both = {"uscc": ("统一社会信用代码", "Unified social credit code"),
            "firm_name": ("企业名称", "Firm name")}  # fmt: skip
    for own, (zh, en) in both.items():
        if own not in fields:
            fields[own] = {"label": {"zh": zh, "en": en}, "type": own}
            found.lost.append(f"{name}: 没有 {own}，已加上 · {own} was missing and is added")


def _known_name(name: str, given: dict[str, Any]) -> str:
    words = {name, str(given.get("name")), str(given.get("businessName"))}
    if words & _CODE_NAMES:
        return "uscc"
    return "firm_name" if words & _FIRM_NAMES else name


def _identifier(text: str) -> str:
    words = re.findall(r"[a-z0-9]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text).lower())
    name = "_".join(words) or "field"
    return name if re.match(r"[a-z]", name) else f"f_{name}"


def _purpose(data: dict[str, Any]) -> str:
    description = data.get("description")
    return str(description.get("purpose") or "") if isinstance(description, dict) else ""


def _both(text: str) -> dict[str, str]:
    return {"zh": text, "en": text}
