"""The small zone as the pages of data see it, and files that bureaus might send."""

import shutil

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.zone import AS_OF, FIRMS, code_of
from wotu.build.build import build
from wotu.receive import Delivery, receive
from wotu.workspace import open_workspace
from wotu_site.access.roles import Role
from wotu_site.snapshots import queries as snapshots

HTMX = {"HX-Request": "true"}
SLIP = "云岭第2实业公司"
UNKNOWN = "某某大学"


@pytest.fixture
def officer(own_zone, signed_in):
    return signed_in(Role.OFFICER)


@pytest.fixture
def leader(zone, signed_in):
    return signed_in(Role.LEADER)


@pytest.fixture(scope="session")
def doubtful_folder(zone_folder, tmp_path_factory):
    """The zone with two names that nobody can place for sure, made once."""
    folder = tmp_path_factory.mktemp("doubtful") / "workspace"
    shutil.copytree(zone_folder, folder, symlinks=True)
    path = folder.parent / "统计.csv"
    path.write_text(
        f"企业名称,年度,职工总数\n{SLIP},2024,80\n{UNKNOWN},2024,9000\n", encoding="utf-8"
    )
    workspace = open_workspace(folder)
    receive(workspace, path, Delivery(source="statistics", author="测试", contract="firm_staff"))
    build(workspace, AS_OF)
    return folder


@pytest.fixture
def doubtful_zone(doubtful_folder, settings, tmp_path):
    """The site of a copy of that zone."""
    shutil.copytree(doubtful_folder, tmp_path / "doubtful", symlinks=True)
    settings.WORKSPACE_DIR = tmp_path / "doubtful"
    snapshots.forget()
    yield snapshots.workspace()
    snapshots.forget()


def staff_file(name="人员2024.csv", **changes):
    """A file of staff as a bureau writes it: title, unit, total, one row that cannot be read."""
    rows = [
        "2024年度企业用工情况,,,",
        "统一社会信用代码,企业名称,职工总数,备注",
        f"{code_of(1)},{FIRMS[0].name},{changes.get('staff', 95)},=1+1",
        f"{code_of(2)},{FIRMS[1].name},多人,",
        "91320505MA1000000X,云岭错码有限公司,7,",
        "合计,,102,",
    ]
    return SimpleUploadedFile(name, "\n".join(rows).encode("gb18030"))


def hand_in(client, *files, source="human_resources", **more):
    """Send files; the upload that was made."""
    from wotu_site.data.models import Upload

    answer = client.post("/data/import/", {"files": list(files), "source": source, **more})
    assert answer.status_code == 302, answer.context["page"].form.errors
    return Upload.objects.get(pk=answer["Location"].split("/")[3])
