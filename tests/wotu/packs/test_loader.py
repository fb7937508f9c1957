import shutil
from pathlib import Path

import pytest

from wotu.errors import PackError, UnknownNameError
from wotu.packs.loader import find_pack, load_packs, shipped_packs


@pytest.fixture
def copy(tmp_path):
    """A copy of the national pack that a test may spoil."""
    target = tmp_path / "cn"
    shutil.copytree(find_pack("cn", Path()), target, ignore=shutil.ignore_patterns("chains"))
    return target


def faults(folder):
    with pytest.raises(PackError) as error:
        load_packs([folder])
    return [str(fault) for fault in error.value.faults]


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_national_pack_loads(packs):
    assert {"firm_registration", "firm_finance", "firm_staff", "firm_ip"} <= set(packs.contracts)
    assert packs.code_lists["gbt4754_2017"].label_of("39").en.startswith("Computers")
    assert set(packs.ladders) == {"technology", "specialised"}


def test_the_digest_changes_with_any_file(copy):
    before = load_packs([copy]).digest
    assert load_packs([copy]).digest == before
    edit(copy / "contracts" / "firm_staff.yaml", "人社局", "人力资源局")
    assert load_packs([copy]).digest != before


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("contracts/firm_staff.yaml", "type: count", "type: counts", "fields"),
        ("contracts/firm_ip.yaml", "codes: ip_kinds", "codes: ip_kind", "Did you mean 'ip_kinds'"),
        ("contracts/firm_ip.yaml", "key: [ip_no]", "key: [ip_number]", "no such field: ip_number"),
        ("contracts/firm_ip.yaml", "supplier:", "suplier:", "Did you mean 'supplier'"),
        ("sources.yaml", "default: [correction]", "default: [corection]", "no such source"),
        ("codes/levels.csv", "city,", "national,", "given twice"),
        ("ladders/technology.yaml", "certificate: hnte", "certificate: hnt", "Did you mean 'hnte'"),
        ("pack.yaml", 'version: "2026.1"', 'version: "2026.1', "pack.yaml"),
    ],
)
def test_a_fault_names_file_line_and_remedy(copy, file, old, new, message):
    edit(copy / file, old, new)
    found = faults(copy)
    assert any(message in fault and file.split(".")[0] in fault for fault in found), found


def test_faults_of_several_files_come_together(copy):
    edit(copy / "contracts" / "firm_ip.yaml", "supplier:", "suplier:")
    edit(copy / "contracts" / "firm_staff.yaml", "supplier:", "suplier:")
    assert {fault.split(":")[0] for fault in faults(copy)} >= {
        "cn/contracts/firm_ip.yaml",
        "cn/contracts/firm_staff.yaml",
    }


def test_an_unknown_pack_is_answered_with_the_shipped_ones(tmp_path):
    with pytest.raises(UnknownNameError, match="cn"):
        find_pack("china", tmp_path)
    assert (shipped_packs() / "cn" / "pack.yaml").is_file()


def test_a_zone_pack_extends_a_code_list(packs, tmp_path):
    own = tmp_path / "own"
    (own / "codes").mkdir(parents=True)
    (own / "pack.yaml").write_text(
        'pack: own\nlabel: {zh: 自, en: own}\nversion: "1"\n', encoding="utf-8"
    )
    (own / "codes" / "divisions.yaml").write_text(
        "codes: divisions\nextends: true\nlabel: {zh: 区, en: d}\nsource: own\nedition: '1'\n"
        'aliases: {高新区: "320599"}\n',
        encoding="utf-8",
    )
    (own / "codes" / "divisions.csv").write_text(
        "code,name_zh,name_en,parent\n320599,某高新区,Zone,320500\n320505,新虎丘,New,320500\n",
        encoding="utf-8",
    )
    divisions = load_packs([find_pack("cn", Path()), own]).code_lists["divisions"]
    assert divisions.label_of("320505").zh == "新虎丘"
    assert divisions.label_of("320506").zh == "吴中区"
    assert divisions.spellings["高新区"] == "320599"
    assert divisions.spellings["苏州市某高新区"] == "320599"


def test_a_name_in_two_places_is_not_guessed(packs):
    spellings = packs.code_lists["divisions"].spellings
    assert "朝阳区" not in spellings
    assert spellings["北京市市辖区朝阳区"] == "110105"


def test_patterns_rule_the_order_of_sources(packs):
    sources = packs.sources
    believed = lambda field: min(
        r := sources.ranks("firm_finance", field), key=lambda s: (s == "correction", r[s])
    )
    assert believed("rd_domestic_cny") == "statistics"
    assert believed("sales_revenue_cny") == "tax"
