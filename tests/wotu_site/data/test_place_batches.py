"""Batches about places stand in the list of batches like any other."""

import polars as pl

from wotu.lake.batches import BatchDraft, BatchKind
from wotu.receive import Delivery, receive
from wotu_site.access.roles import Role

TABLE = "地区,指标,时期,数值,计量单位\n苏州,GDP,2022年,23958.3,亿元\n苏州,怪指标,2022年,1,元\n"


def test_a_table_about_places_has_a_page_and_can_be_undone(officer, own_zone, tmp_path):
    path = tmp_path / "指标.csv"
    path.write_text(TABLE, encoding="utf-8")
    (received,) = receive(own_zone, path, Delivery("statistics", "陈静", "indicator_value"))
    address = f"/data/batches/{received.batch.id}/"
    text = officer.get(address).text
    assert "区域指标" in text
    assert officer.get("/data/").text.count("指标.csv") >= 1
    assert "怪指标" in officer.get("/data/quarantine/", {"batch": received.batch.id}).text
    assert officer.post(f"{address}undo/", {"reason": "错表"}).status_code == 302
    assert not own_zone.lake.batch(received.batch.id).counts


def test_facts_of_a_document_have_a_page_without_columns(officer, own_zone):
    lake = own_zone.lake
    types = lake.contract("indicator_value").stored_types
    row = {"place_code": "320500", "indicator": "gdp", "period": "2022", "unit": "元", "value": 1}
    draft = BatchDraft(
        contract="indicator_value",
        source="document",
        file_name="报道",
        file_sha256="0" * 64,
        author="陈静",
        kind=BatchKind.DOCUMENT,
        mapping={"document": "0" * 16, "claims": ["0-1-2-0"]},
    )
    with lake.landing(draft) as landing:
        table = pl.DataFrame([{**dict.fromkeys(types), **row}], schema=types, strict=False)
        landing.add(table.with_columns(_row=pl.lit(1, dtype=pl.Int64)))
    page = officer.get(f"/data/batches/{landing.batch_id}/").context["page"]
    assert (page.title, page.used, page.ignored, page.firms) == ("报道", (), (), None)
    assert "来自文献" in officer.get("/data/").text


def test_a_person_can_choose_a_contract_about_places(signed_in, own_zone):
    answer = signed_in(Role.OFFICER).get("/data/", {"contract": "indicator_value"})
    assert answer.status_code == 200
