"""How much of a document is read, so that no file can take the machine with it."""

from __future__ import annotations

from typing import Final

from wotu.contracts.limits import MIB

MAX_DOCUMENT_BYTES: Final = 512 * MIB
"""Size of a PDF or DOCX, pictures included: a city's yearbook has about 200 MB."""

MAX_PLAIN_BYTES: Final = 64 * MIB
"""Size of a text file or web page: some 20 million characters, twenty times a year's People's
Daily."""

MAX_CHARACTERS: Final = 30_000_000
"""Characters taken out of one document."""

MAX_MARKUP_DEPTH: Final = 1_000
"""Elements within elements of a web page that are told apart; browsers stop at about 512."""

MAX_MARKUP_TOKENS: Final = 1_000_000
"""Tags of a web page and texts between them that are read; long pages have some ten thousand."""

MAX_TABLE_COLUMNS: Final = 200
"""Cells of one row of a table in a document."""

MAX_PAGES: Final = 20_000
"""Pages of a PDF."""

PDF_SECONDS: Final = 300
"""Time of the process that reads a PDF; a thousand pages of text take a fraction of a minute."""

PDF_MEMORY_BYTES: Final = 2 * 1024 * MIB
"""Address space of the process that reads a PDF, whose pages are read one by one."""

PAGE_CHARACTERS: Final = 200_000
"""Characters of one page of a PDF; a broadsheet has about 10,000."""
