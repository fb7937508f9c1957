"""Icons as inline SVG, read from the outline set of @tabler/icons."""

from __future__ import annotations

import re
from functools import cache

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

SPACE = re.compile(r"\s+")


class UnknownIconError(LookupError):
    """A template names an icon that the icon set does not have."""


def icon_svg(name: str, *, label: str = "", css: str = "") -> SafeString:
    """The icon as SVG, hidden from screen readers unless it has a label of its own."""
    classes = f"icon {css}".strip()
    if label:
        return format_html(
            '<svg class="{}" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>',
            classes,
            label,
            icon_paths(name),
        )
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        classes,
        icon_paths(name),
    )


@cache
def icon_paths(name: str) -> SafeString:
    """What stands inside the ``<svg>`` of an icon. Stroke and size come from the style sheet."""
    path = settings.FRONT_END_DIR / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg"
    if not path.exists():
        raise UnknownIconError(f"@tabler/icons has no outline icon {name!r}; looked for {path}.")
    inner = path.read_text().partition(">")[2].rpartition("</svg>")[0]
    inner = inner.replace('<path stroke="none" d="M0 0h24v24H0z" fill="none" />', "")
    return mark_safe(SPACE.sub(" ", inner).strip())
