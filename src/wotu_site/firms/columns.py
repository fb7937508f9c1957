"""The columns that the list of firms can show, and who may see them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from wotu.build.certificates import list_is_complete
from wotu.build.snapshot import Snapshot
from wotu.contracts.schema import FieldType, Sensitivity
from wotu_site.access.fields import may_see
from wotu_site.access.roles import Person
from wotu_site.firms.dimensions import Dimensions

#: Stands where there is certainly nothing, which is no gap in what we know.
NONE = "—"

#: What is shown to somebody who has chosen nothing.
USUAL = ("section", "size", "technology", "standing", "expires_on", "officer")


@dataclass(frozen=True)
class FirmColumn:
    """One column: what it is called, the SQL of its value, and how that is shown.

    ``join`` names the table of ``JOINS`` that it needs. ``shown`` says how the page draws a cell:
    ``text``, ``code``, ``date``, ``money``, ``count``, ``standing``, ``certificate``, ``officer``.
    ``word`` turns a code into words; ``blank`` stands where there is no value, and says nothing
    where that means that it is unknown.
    """

    name: str
    label: str | Promise
    value: str
    shown: str = "text"
    join: str = ""
    order: str = ""
    word: Callable[[str], str] = str
    blank: str = ""
    sensitivity: Sensitivity = Sensitivity.PUBLIC

    @property
    def numeric(self) -> bool:
        """Whether the cells are figures."""
        return self.shown in ("money", "count")


def joins(snapshot: Snapshot) -> Mapping[str, str]:
    """The tables that columns need beside ``firm f``, as SQL of one row a firm."""
    day = snapshot.manifest.as_of
    kinds = {r.certificate for ladder in snapshot.packs.ladders.values() for r in ladder.rungs}
    listed = ", ".join(f"'{kind}'" for kind in sorted(kinds)) or "''"
    year = f"WHERE year = {day.year - 1}"
    return {
        "finance": f"(SELECT * FROM fact_firm_finance {year}) finance",
        "staff": f"(SELECT * FROM fact_firm_staff {year}) staff",
        "certificate": (
            "(SELECT firm_id, arg_min(kind, last) AS kind, min(last) AS expires_on FROM"
            " (SELECT firm_id, kind, max(expires_on) AS last FROM fact_firm_certificate"
            f" WHERE kind IN ({listed}) GROUP BY firm_id, kind"
            f" HAVING count(*) = count(expires_on) AND max(expires_on) >= DATE '{day}')"
            " GROUP BY firm_id) certificate"
        ),
        "officer": "assigned officer",
        "disputed": (
            "(SELECT firm_id, sum(len(string_split(fields, ','))) AS fields"
            " FROM disagreement GROUP BY firm_id) disputed"
        ),
    }


def columns(snapshot: Snapshot, known: Dimensions, language: str) -> dict[str, FirmColumn]:
    """Every column by its name, in the order in which they are offered."""
    found = [
        *_register(snapshot, known, language),
        *_judged(snapshot, known),
        *_yearly(snapshot, language),
        *_personal(snapshot, language),
    ]
    return {column.name: column for column in found}


def visible_columns(all_columns: Mapping[str, FirmColumn], person: Person) -> dict[str, FirmColumn]:
    """The columns that a person may see."""
    return {n: c for n, c in all_columns.items() if may_see(person, c.sensitivity)}


def _register(snapshot: Snapshot, known: Dimensions, language: str) -> list[FirmColumn]:
    section, division, state = (known.all[name] for name in ("section", "division", "state"))
    industries = snapshot.packs.code_lists["gbt4754_2017"]
    forms = snapshot.packs.code_lists["legal_forms"]

    def industry(code: str) -> str:
        return industries.label_of(code).in_language(language)

    def form(code: str) -> str:
        return forms.label_of(code).in_language(language)

    return [
        FirmColumn("uscc", _("Credit code"), "f.uscc", order="f.uscc"),
        FirmColumn("former_names", _("Former names"), "f.former_names", blank=NONE),
        FirmColumn(
            "section", _("Industry"), "f.section", "code", order="f.section", word=section.word
        ),
        FirmColumn(
            "industry",
            _("Industry class"),
            "f.industry_code",
            "code",
            order="f.industry_code",
            word=industry,
        ),
        FirmColumn(
            "division",
            _("Division"),
            "f.division_code",
            "code",
            order="f.division_code",
            word=division.word,
        ),
        FirmColumn("legal_form", _("Legal form"), "f.legal_form", "code", word=form),
        FirmColumn("state", _("State"), "f.state", "code", order="f.state", word=state.word),
        FirmColumn("founded_on", _("Founded"), "f.founded_on", "date", order="f.founded_on"),
        FirmColumn(
            "capital",
            _("Registered capital"),
            "f.registered_capital_cny",
            "money",
            order="f.registered_capital_cny",
        ),
        FirmColumn("address", _("Address"), "f.address"),
    ]


def _judged(snapshot: Snapshot, known: Dimensions) -> list[FirmColumn]:
    size = known.all.get("size")
    # Without the whole list of certificates, a firm may hold one that we have not heard of.
    none = NONE if list_is_complete(snapshot) else ""
    rungs = [d for d in known.all.values() if d.name in snapshot.packs.ladders]
    found = []
    if size:
        found.append(
            FirmColumn(
                "size",
                size.label,
                size.column,
                "code",
                order=_ranked(size.column, size.order),
                word=size.word,
                blank=size.unknown,
            )
        )
    found += [
        FirmColumn(
            dimension.name,
            dimension.label,
            dimension.column,
            "code",
            order=_ranked(dimension.column, dimension.order),
            word=dimension.words,
            blank=none,
        )
        for dimension in rungs
    ]
    if known.rule:
        standing = known.all["standing"]
        order = _ranked(standing.column, standing.order)
        found.append(
            FirmColumn(
                "standing",
                _("Standing"),
                standing.column,
                "standing",
                order=order,
                blank=standing.unknown,
            )
        )
    found += [
        FirmColumn(
            "expires_on",
            _("Next expiry"),
            "certificate.expires_on",
            "certificate",
            join="certificate",
            order="certificate.expires_on",
            blank=none,
            word=known.all["expiring"].words,
        ),
        FirmColumn(
            "officer",
            _("Liaison officer"),
            "officer.officer",
            "officer",
            join="officer",
            blank=NONE,
        ),
        FirmColumn(
            "disagreements",
            _("Disagreements"),
            "disputed.fields",
            "count",
            join="disputed",
            order="disputed.fields",
            blank=NONE,
        ),
    ]
    return found


def _yearly(snapshot: Snapshot, language: str) -> list[FirmColumn]:
    """Figures of the last accounting year."""
    wanted = {
        "finance": ("firm_finance", ("sales_revenue_cny", "rd_expense_cny", "total_profit_cny")),
        "staff": ("firm_staff", ("total_staff", "sci_tech_staff")),
    }
    year = snapshot.manifest.as_of.year - 1
    found = []
    for join, (contract_name, fields) in wanted.items():
        contract = snapshot.packs.contracts[contract_name]
        for name in fields:
            spec = contract.fields[name]
            found.append(
                FirmColumn(
                    name,
                    f"{spec.label.in_language(language)} {year}",
                    f"{join}.{name}",
                    "money" if spec.type is FieldType.MONEY else "count",
                    join=join,
                    order=f"{join}.{name}",
                    sensitivity=spec.sensitivity,
                )
            )
    return found


def _personal(snapshot: Snapshot, language: str) -> list[FirmColumn]:
    fields = snapshot.packs.contracts["firm_registration"].fields
    return [
        FirmColumn(
            name,
            fields[name].label.in_language(language),
            f"f.{name}",
            sensitivity=fields[name].sensitivity,
        )
        for name in ("legal_representative", "phone")
    ]


def _ranked(column: str, values: tuple[str, ...]) -> str:
    cases = " ".join(f"WHEN '{value}' THEN {place}" for place, value in enumerate(values))
    return f"CASE {column} {cases} END"


def select_of(chosen: Mapping[str, FirmColumn]) -> str:
    """The select list of some columns; a certificate needs its kind beside its day."""
    parts = ["f.firm_id", "f.name", "f.is_branch", "f.listed"]
    parts += [f'{column.value} AS "{name}"' for name, column in chosen.items()]
    if any(column.shown == "certificate" for column in chosen.values()):
        parts.append("certificate.kind AS expires_kind")
    return ", ".join(parts)


def joined(names: set[str], snapshot: Snapshot) -> str:
    """The joins of these names."""
    known = joins(snapshot)
    wanted = [name for name in known if name in names]
    return " ".join(f"LEFT JOIN {known[name]} USING (firm_id)" for name in wanted)
