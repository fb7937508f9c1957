from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from wotu.contracts.readers.opening import OpenedFile, open_location
from wotu.contracts.readers.sheet import RawRow
from wotu.progress import silent


@pytest.fixture
def opened(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., OpenedFile]:
    def open_it(location: str | Path, sheets: Sequence[str] | None = None) -> OpenedFile:
        return open_location(location, tmp_path_factory.mktemp("copies"), sheets, silent)

    return open_it


@pytest.fixture
def rows_of(opened: Callable[..., OpenedFile]) -> Callable[..., list[RawRow]]:
    def rows(location: str | Path) -> list[RawRow]:
        (sheet,) = opened(location).sheets
        return [
            row
            for chunk in sheet.chunks(1)
            for row in map(list, chunk.select(map(str, range(sheet.width))).rows())
        ]

    return rows
