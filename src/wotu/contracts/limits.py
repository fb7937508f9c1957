"""How much an import reads, so that no file can take the machine with it.

Each limit is far above what bureaus send and far below what hurts; whoever meets one is told to
split the file.
"""

from __future__ import annotations

from typing import Final

MIB: Final = 1024 * 1024

MAX_COLUMNS: Final = 2_000
"""Widest real tables (statistical yearbooks) have some hundreds of columns."""

MAX_CELL_CHARS: Final = 32_767
"""What a cell of Excel holds; a longer one is set aside with its row."""

MAX_NAME_CHARS: Final = 200
"""The longest registered firm names have about 60 characters."""

MAX_LINE_CHARS: Final = 16 * MIB
"""One record of a text file: 2,000 columns of 8,000 characters. Beyond it no line ends."""

MAX_FILE_BYTES: Final = 8 * 1024 * MIB
"""A million firms with all their columns take about one gigabyte as text."""

MAX_WORKBOOK_BYTES: Final = 512 * MIB
"""Packed size of a workbook: a full sheet of 1,048,576 rows and 30 columns takes about 200 MB."""

MAX_UNPACKED_BYTES: Final = 4 * 1024 * MIB
"""Unpacked size of a workbook or of a .gz file."""

MAX_MEMBER_BYTES: Final = 3 * 1024 * MIB
"""Unpacked size of one part of a workbook, such as a sheet."""

MAX_ZIP_MEMBERS: Final = 5_000
"""Parts of a workbook; a plain one has a dozen, one with pictures some hundreds."""

MAX_RATIO: Final = 250
"""Unpacked over packed size; sheets full of equal numbers reach about 100, bombs 1,000."""

RATIO_FREE_BYTES: Final = 64 * MIB
"""Below this unpacked size the ratio does not matter."""

MAX_SHEET_CELLS: Final = 100_000_000
"""Rows times columns of the rectangle a sheet spans, which its reader holds in memory."""

MAX_SHEETS: Final = 200
"""Sheets of one workbook."""

WORKBOOK_MEMORY_BYTES: Final = 6 * 1024 * MIB
"""Address space of the process that reads a workbook; 100 million cells take about half."""

WORKBOOK_SECONDS: Final = 900
"""Time of the process that reads a workbook; a full sheet takes about one minute."""

MAX_HTML_BYTES: Final = 64 * MIB
"""Size of a web page saved as .xls, which is held in memory."""

QUERY_SECONDS: Final = 3_600
"""Time for which a database may work on a query."""

CHUNK_ROWS: Final = 100_000
"""Rows cleaned at a time: enough to be fast, and some 100 MB of memory with 50 columns."""

PREVIEW_ROWS: Final = 200
"""Rows looked at to find the header and to try the values of each column."""

HEADER_SEARCH_ROWS: Final = 60
"""A header lies within these first rows."""

HEADER_DEPTH: Final = 4
"""Rows of a header, its row of units included."""
