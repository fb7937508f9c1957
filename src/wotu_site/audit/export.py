"""The audit log as CSV for Excel."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import astuple

from django.utils.translation import gettext as _
from django.utils.translation import override

from wotu.exports import safe_cell
from wotu_site.audit.models import AuditEntry
from wotu_site.audit.pages import entry_row

#: Excel takes a file for UTF-8 only if it begins with this mark.
MARK = "\ufeff"


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(entries: Iterable[AuditEntry], language: str) -> Iterator[str]:
    """The lines of the file, one entry each, the newest first.

    The lines are made while they are sent, when the language of the request is no longer set.
    """
    writer = csv.writer(_Echo())
    with override(language):
        headings = writer.writerow(_headings())
    yield MARK + headings
    for entry in entries:
        with override(language):
            line = writer.writerow([safe_cell(value) for value in astuple(entry_row(entry))])
        yield line


def _headings() -> list[str]:
    return [
        _("Number"),
        _("Time"),
        _("Person"),
        _("User name"),
        _("Role"),
        _("Action"),
        _("About"),
        _("Page"),
        _("From address"),
        _("Status"),
        _("Request"),
        _("Details"),
    ]
