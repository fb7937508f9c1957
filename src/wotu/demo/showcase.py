"""The firms that the guide and the tests name, made of ``showcase.yaml``."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml

from wotu.demo.invented_codes import DIVISION, uscc_of_body
from wotu.demo.names import ZONE_NAME

Row = dict[str, Any]
"""One row of a table, by field; a field that is not named is null."""

FULL_REVIEW: Final = {
    "ip_advanced": "A",
    "ip_core_support": "A",
    "ip_advanced_points": 7,
    "ip_core_support_points": 7,
    "ip_way_points": 6,
    "ip_count_points": 7,
    "standards_points": 0,
    "conversion_points": 27,
    "management_rules_points": 5,
    "management_body_points": 5,
    "management_conversion_points": 3,
    "management_talent_points": 3,
}
"""Points of experts, 70 in all: growth decides."""

_PATENTS: Final = {"invention": 1, "utility_model": 2, "design": 3}
_FIRST_SERIAL: Final = 99_000_000


@cache
def _specs() -> tuple[Row, ...]:
    text = files("wotu.demo").joinpath("showcase.yaml").read_text(encoding="utf-8")
    return tuple(yaml.safe_load(text)["firms"])


SHOWCASE: Final[dict[str, tuple[str, str]]] = {
    spec["key"]: (uscc_of_body(spec["body"]), spec["name"]) for spec in _specs()
}
"""Code and name of every firm that is named, by what it shows."""


def showcase_about() -> dict[str, str]:
    """What each named firm shows, in Chinese."""
    return {spec["key"]: spec["about"] for spec in _specs()}


def showcase_rows(as_of: dt.date) -> dict[str, list[Row]]:
    """Rows of all contracts about the named firms, with uscc and firm_name."""
    tables: dict[str, list[Row]] = {}
    for position, spec in enumerate(_specs()):
        who = dict(zip(("uscc", "firm_name"), SHOWCASE[spec["key"]], strict=True))
        for contract, rows in _firm_rows(spec, as_of, position).items():
            tables.setdefault(contract, []).extend({**who, **row} for row in rows)
    return tables


def showcase_self_reports() -> dict[str, Decimal]:
    """Sales in yuan that named firms report themselves for the last year, by code."""
    return {
        SHOWCASE[spec["key"]][0]: Decimal(spec["self_reported_sales"]) * 10_000
        for spec in _specs()
        if "self_reported_sales" in spec
    }


def _firm_rows(spec: Row, as_of: dt.date, position: int) -> dict[str, list[Row]]:
    tables = {"firm_registration": [_registration(spec, as_of, position)]}
    if head := spec.get("branch_of"):
        uscc, name = SHOWCASE[head]
        tables["firm_relation"] = [
            {"kind": "branch_of", "related_name": name, "related_uscc": uscc}
        ]
        return tables
    tables["firm_profile"] = [
        {
            "hitech_field": spec["field"],
            "restricted_products": False,
            "standards_participation": False,
            "led_standard_five_years": False,
            "main_product": spec["product"],
        }
    ]
    tables["firm_finance"] = _finance(spec, as_of)
    tables["firm_staff"] = _staff(spec, as_of)
    tables["firm_ip"] = _rights(spec, as_of, position)
    tables["firm_conversion"] = _conversions(spec, as_of)
    tables["firm_innovation"] = _innovation(tables)
    tables["firm_certificate"] = _certificates(spec, as_of, position)
    tables["firm_premises"] = [
        {"kind": "office", "address": _address(position), "division_code": DIVISION}
        | {"area_m2": 1_200, "tenure": "rented", "from_on": _founded(spec, as_of)}
    ]
    if spec.get("review"):
        tables["firm_review"] = [{"year": as_of.year, **FULL_REVIEW}]
    if days := spec.get("incident_days_ago"):
        when = as_of - dt.timedelta(days=days)
        tables["firm_incident"] = [
            {"kind": "serious_environment", "occurred_on": when, "detail": "超标排放污染物"}
        ]
    return tables


def _registration(spec: Row, as_of: dt.date, position: int) -> Row:
    is_branch = "branch_of" in spec
    return {
        "former_names": spec.get("former"),
        "legal_form": "160" if "股份" in spec["name"] else "173",
        "state": "in_business",
        "founded_on": _founded(spec, as_of),
        "registered_capital_cny": None if is_branch else _yuan(spec["capital"]),
        "industry_code": spec["industry"],
        "division_code": DIVISION,
        "address": _address(position),
        "business_scope": "技术服务、技术开发、技术咨询、技术转让；货物进出口。",
        "is_branch": is_branch,
    }


def _finance(spec: Row, as_of: dt.date) -> list[Row]:
    """Income a hundredth above sales, costs 92% of it, unless the firm says otherwise."""
    rows = []
    spec = {"domestic": spec["rd"], **spec}
    names = ("sales", "rd", "domestic", "assets", "liabilities")
    for year, sales, rd, domestic, assets, debts in _by_year(spec, as_of, *names):
        income = sales * (1 + Decimal(str(spec.get("other_income", "0.01"))))
        cost = income * Decimal("0.92")
        rows.append(
            {
                "year": year,
                "sales_revenue_cny": _yuan(sales),
                "total_income_cny": _yuan(income),
                "hitech_income_cny": _yuan(income * Decimal(str(spec["hitech"]))),
                "rd_expense_cny": _yuan(rd),
                "rd_domestic_cny": _yuan(domestic),
                "total_cost_cny": _yuan(cost),
                "total_assets_cny": _yuan(assets),
                "total_liabilities_cny": _yuan(debts),
                "net_assets_cny": _yuan(assets - debts),
                "total_profit_cny": _yuan(income - cost),
                "tax_paid_cny": _yuan(sales * Decimal("0.045")),
            }
        )
    return rows


def _staff(spec: Row, as_of: dt.date) -> list[Row]:
    return [
        {"year": year, "total_staff": int(total), "sci_tech_staff": int(sci_tech)}
        | {"rd_staff": int(sci_tech) - 1, "year_end_staff": int(total)}
        for year, total, sci_tech in _by_year(spec, as_of, "staff", "sci_tech")
    ]


def _rights(spec: Row, as_of: dt.date, position: int) -> list[Row]:
    """Rights granted in the years before the last one, all in force and self-developed."""
    rows: list[Row] = []
    for kind, count in spec["rights"].items():
        for turn in range(count):
            serial = _FIRST_SERIAL + position * 1_000 + len(rows)
            granted = dt.date(as_of.year - 1 - turn % 3, 1 + turn % 12, 8 + turn % 20)
            granted = max(granted, _founded(spec, as_of) + dt.timedelta(days=90))
            filed = granted - dt.timedelta(days=300 if kind != "software" else 60)
            form = _PATENTS.get(kind)
            number = (
                f"ZL{filed.year} {form} {serial}.{serial % 10}"
                if form
                else f"{filed.year}SR{serial}"
            )
            rows.append(
                {
                    "ip_no": number,
                    "kind": kind,
                    "title": f"{spec['product']}（{turn + 1}）",
                    "filed_on": filed,
                    "granted_on": granted,
                    "state": "in_force",
                    "acquired_by": "self_developed",
                }
            )
    return rows


def _conversions(spec: Row, as_of: dt.date) -> list[Row]:
    return [
        {
            "year": as_of.year - 3 + column,
            "result_name": f"{spec['product']}第{turn + 1}项成果转化",
            "form": "own_use",
            "product": spec["product"],
        }
        for column, count in enumerate(spec["conversions"])
        for turn in range(count)
    ]


def _innovation(tables: dict[str, list[Row]]) -> list[Row]:
    """Counts of the lists, for the years with finance."""
    rows = []
    for year in (row["year"] for row in tables["firm_finance"]):
        held = [row for row in tables["firm_ip"] if row["granted_on"].year <= year]
        one = sum(row["kind"] in {"invention", "ic_layout"} for row in held)
        new = sum(row["granted_on"].year == year for row in held)
        made = sum(row["year"] == year for row in tables["firm_conversion"])
        rows.append(
            {"year": year, "ip_class1_in_force": one, "ip_class2_in_force": len(held) - one}
            | {"ip_granted": new, "conversions": made}
        )
    return rows


def _certificates(spec: Row, as_of: dt.date, position: int) -> list[Row]:
    rows: list[Row] = []
    if days := spec.get("hnte_expires_in_days"):
        ends = as_of + dt.timedelta(days=days)
        after = ends + dt.timedelta(days=1)
        leap_day = after.month == 2 and after.day == 29
        granted = after.replace(year=after.year - 3, day=28 if leap_day else after.day)
        number = f"GR{granted.year}538{position:06d}"
        rows.append(
            {"kind": "hnte", "level": "national", "certificate_no": number}
            | {"granted_on": granted, "expires_on": ends}
        )
    if spec.get("unicorn"):
        granted = as_of - dt.timedelta(days=200)
        rows.append(
            {"kind": "unicorn", "level": "national", "granted_on": granted}
            | {"expires_on": granted + dt.timedelta(days=364)}
        )
    return rows


def _by_year(spec: Row, as_of: dt.date, *names: str) -> list[tuple[Any, ...]]:
    """Year and the named figures, for the years of which the first is known."""
    rows = []
    for column, values in enumerate(zip(*(spec[name] for name in names), strict=True)):
        if values[0] is not None:
            figures = (None if value is None else Decimal(str(value)) for value in values)
            rows.append((as_of.year - 3 + column, *figures))
    return rows


def _yuan(wan: Decimal | int | None) -> Decimal | None:
    return None if wan is None else (Decimal(wan) * 10_000).quantize(Decimal("1.00"))


def _founded(spec: Row, as_of: dt.date) -> dt.date:
    before, month, day = spec["founded"]
    return dt.date(as_of.year - before, month, day)


def _address(position: int) -> str:
    return f"{ZONE_NAME}沃野路{1 + position}号"
