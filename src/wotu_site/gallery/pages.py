"""What the gallery shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from wotu_site.gallery import charts
from wotu_site.ui.charts import Chart
from wotu_site.ui.figures import Figure
from wotu_site.ui.pages import Crumb


@dataclass(frozen=True, slots=True)
class GalleryPage:
    """Every component with a few values."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    figures: tuple[tuple[str, Figure], ...]
    scores: tuple[tuple[int, int, int], ...]
    margins: tuple[dict[str, Any], ...]
    courses: tuple[tuple[int | None, ...], ...]
    charts: tuple[Chart, ...]


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """A piece of evidence as the drawer shows it."""

    title: str
    breadcrumbs: tuple[Crumb, ...]
    facts: dict[str, str] = field(default_factory=dict)


def gallery_page() -> GalleryPage:
    """The page of components."""
    evidence = reverse("gallery:evidence")
    return GalleryPage(
        title=_("Components"),
        breadcrumbs=(Crumb(_("Components")),),
        figures=(
            (_("Money"), Figure(Decimal("123456789.5"), "cny", date(2025, 12, 31), evidence)),
            (
                _("Just below 50 million"),
                Figure(49_999_999, "cny", "2025", evidence, threshold=50_000_000),
            ),
            (
                _("Share just below 5%"),
                Figure(Decimal("0.0496"), "share", "2025", evidence, threshold=Decimal("0.05")),
            ),
            (_("Missing"), Figure(None, "cny", None, evidence)),
            (_("Staff"), Figure(1234, _("people"), "2025")),
        ),
        scores=((62, 84, 71), (75, 92, 71), (30, 55, 71)),
        margins=(
            {"value": Decimal("4.6"), "threshold": 5, "verdict": "not_met", "label": "4.6% / 5%"},
            {"value": Decimal("6.2"), "threshold": 5, "verdict": "met", "label": "6.2% / 5%"},
            {"value": None, "threshold": 5, "verdict": "unknown", "label": "? / 5%"},
        ),
        courses=((3, 5, 4, 8, 9), (9, 7, None, 4, 3)),
        charts=(
            charts.rungs_chart((("科技型中小企业", 1200), ("高新技术企业", 640), ("瞪羚企业", 85))),
        ),
    )


def evidence_page() -> EvidencePage:
    """A piece of evidence."""
    return EvidencePage(
        title=_("R&D spending 2025"),
        breadcrumbs=(Crumb(_("Components"), reverse("gallery:gallery")), Crumb(_("Evidence"))),
        facts={_("File"): "研发费用2025.xlsx", _("Row"): "128", _("Value"): "12,345,678.90"},
    )
