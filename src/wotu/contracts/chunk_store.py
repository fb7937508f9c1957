"""Cleaned chunks kept until the whole table has been seen: one in memory, more on disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from wotu.contracts.chunks import CleanChunk


class ChunkStore:
    """Chunks by number, as often as wanted, in bounded memory."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._only: CleanChunk | None = None
        self.count = 0

    def add(self, chunk: CleanChunk) -> None:
        """Keep a chunk; it gets the next number from 0."""
        if self.count == 0:
            self._only = chunk
        else:
            if self._only is not None:
                self._write(0, self._only)
                self._only = None
            self._write(self.count, chunk)
        self.count += 1

    def get(self, number: int) -> CleanChunk:
        """The chunk of this number."""
        if self._only is not None:
            return self._only
        rows, rejected = (pl.read_ipc(path) for path in self._paths(number))
        return CleanChunk(rows, rejected)

    def rows_of(self, number: int) -> pl.DataFrame:
        """The rows of a chunk without its rejections."""
        if self._only is not None:
            return self._only.rows
        return pl.read_ipc(self._paths(number)[0])

    def __iter__(self) -> Iterator[CleanChunk]:
        return (self.get(number) for number in range(self.count))

    def _write(self, number: int, chunk: CleanChunk) -> None:
        for frame, path in zip((chunk.rows, chunk.rejected), self._paths(number), strict=True):
            frame.write_ipc(path, compression="lz4")

    def _paths(self, number: int) -> tuple[Path, Path]:
        return self._folder / f"{number}.rows.arrow", self._folder / f"{number}.rejected.arrow"
