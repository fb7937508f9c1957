from pathlib import Path

import polars as pl
import pytest

from tests.wotu.demo.conftest import AS_OF, SEED
from wotu.contracts.importing import open_import
from wotu.demo import files, zone_chunks
from wotu.demo.bulk import BulkFiles
from wotu.packs.loader import PackSet


@pytest.mark.slow
def test_chunks_grow_files_that_read_back_exactly(tmp_path: Path, packs: PackSet) -> None:
    chunks = list(zone_chunks(120, AS_OF, SEED, chunk_firms=60))
    bulk = BulkFiles(tmp_path)
    for chunk in chunks:
        bulk.add(chunk)
    for file in bulk.files:
        assert file.contract is not None
        with open_import(file.path, packs, contract=file.contract) as opened:
            (table,) = opened.tables
            read = list(table.chunks())
        rows = pl.concat([part.rows for part in read])
        assert rows.height == file.rows
        written = pl.concat([chunk.tables[file.contract] for chunk in chunks])
        if "_2" in file.path.stem:
            written = written.filter(pl.col("year") == int(file.path.stem[-4:]))
        fields = [name for name in written.columns if name != "observed_on"]
        assert rows.select(fields).equals(written.select(fields)), file.path.name
        rejected = pl.concat([part.rejected for part in read])
        assert rejected["row"].n_unique() == file.faulty


def test_large_zones_get_plain_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST_BY_HAND", 50)
    written = files.write_zone(80, AS_OF, SEED, tmp_path)
    assert {file.path.suffix for file in written} == {".csv"}
    assert written[0].contract == "firm_registration"
    assert written[0].rows == 80
