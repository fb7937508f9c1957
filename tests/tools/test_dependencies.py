"""Who installs chooses the registry: no file of dependencies names a host."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "name",
    [
        "requirements.txt",
        "requirements-spark.txt",
        "package.json",
        "package-lock.json",
        ".npmrc",
        "pyproject.toml",
    ],
)
def test_no_file_of_dependencies_names_a_host(name):
    assert "://" not in (ROOT / name).read_text()


def test_every_locked_package_has_a_digest():
    packages = (ROOT / "requirements.txt").read_text().replace("\\\n", " ").splitlines()
    pinned = [line for line in packages if "==" in line]
    assert len(pinned) > 50
    assert [line for line in pinned if "--hash=sha256:" not in line] == []
