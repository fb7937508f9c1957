"""The small zone with documents in its library: two that disagree, and somebody who reviews."""

import datetime as dt
import shutil

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from wotu.reading.library import DocumentLibrary
from wotu.workspace import open_workspace
from wotu_site.access.roles import Role
from wotu_site.snapshots import queries as snapshots

HTMX = {"HX-Request": "true"}
BULLETIN = (
    "云岭高新区2025年统计公报\n\n"
    "2025年，云岭高新区实现地区生产总值1263.8亿元，同比增长6.4%。一般公共预算收入96.8亿元，"
    "同比增长4.1%。\n"
    "全年固定资产投资412.6亿元，同比下降1.5%。云岭明远电子科技有限公司扩建了厂房。\n"
)
PAPER = (
    "云岭高新区：向新而行\n\n"
    "2025年，云岭高新区地区生产总值突破1260亿元，一般公共预算收入98.6亿元。\n"
)


@pytest.fixture(scope="session")
def library_folder(zone_folder, tmp_path_factory):
    """The zone with two documents, made once."""
    folder = tmp_path_factory.mktemp("documents") / "workspace"
    shutil.copytree(zone_folder, folder, symlinks=True)
    library = DocumentLibrary(open_workspace(folder).lake)
    for name, text, day in (
        ("2025年统计公报", BULLETIN, dt.date(2026, 3, 18)),
        ("云岭日报", PAPER, dt.date(2026, 4, 9)),
    ):
        path = folder.parent / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        library.add(path, published=day, author="测试")
    return folder


@pytest.fixture
def library(library_folder, settings, tmp_path):
    """The library of a copy of that zone, behind the site."""
    shutil.copytree(library_folder, tmp_path / "documents", symlinks=True)
    settings.WORKSPACE_DIR = tmp_path / "documents"
    snapshots.forget()
    yield DocumentLibrary(snapshots.workspace().lake)
    snapshots.forget()


@pytest.fixture
def officer(library, signed_in):
    return signed_in(Role.OFFICER)


@pytest.fixture
def bulletin(library):
    """The entry of the bulletin."""
    return next(one for one in library.entries() if "公报" in one.name)


@pytest.fixture
def paper(library):
    """The entry of the newspaper."""
    return next(one for one in library.entries() if "日报" in one.name)


def claim_of(library, entry, quote):
    """The claim of a document whose figure is written so."""
    return next(one for one in library.claims(entry.id) if quote in one.claim.quote)


def text_file(name="计划.txt", text="到2027年，云岭高新区高新技术企业达到600家。"):
    return SimpleUploadedFile(name, text.encode("utf-8"), content_type="text/plain")
