import datetime as dt
from pathlib import Path

import pytest

from wotu.demo import BureauFile, Zone, generate_zone, write_bureau_files
from wotu.packs.loader import PackSet, find_pack, load_packs

AS_OF = dt.date(2026, 6, 30)
SEED = 2026


@pytest.fixture(scope="session")
def zone() -> Zone:
    return generate_zone(3_000, AS_OF, SEED)


@pytest.fixture(scope="session")
def small_zone() -> Zone:
    return generate_zone(300, AS_OF, SEED)


@pytest.fixture(scope="session")
def sent(small_zone: Zone, tmp_path_factory: pytest.TempPathFactory) -> list[BureauFile]:
    return write_bureau_files(small_zone, Path(tmp_path_factory.mktemp("bureaus")))


@pytest.fixture(scope="session")
def packs() -> PackSet:
    """The packs of the demo, without the one that it writes itself."""
    return load_packs([find_pack("cn", Path()), find_pack("example-city", Path())])
