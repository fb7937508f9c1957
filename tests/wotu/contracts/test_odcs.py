"""An ODCS contract becomes a contract of a pack, and what is lost is said."""

import pytest

from wotu.contracts.odcs import import_odcs
from wotu.contracts.schema import FieldType, Sensitivity, TableContract
from wotu.errors import UnreadableFileError
from wotu.packs.schema import parse_model
from wotu.packs.yaml_source import load_yaml

CONTRACT = """
apiVersion: v3.0.2
kind: DataContract
id: 53581432-6c55-4ba2-a65f-72344a91553a
domain: 市场监管局
description: {purpose: Firms that lease premises}
servers: [{server: prod, type: postgres}]
schema:
  - name: premisesLease
    businessName: 租赁登记
    description: Leases of firms in the zone
    properties:
      - {name: 统一社会信用代码, logicalType: string, required: true}
      - {name: companyName, businessName: 企业名称, logicalType: string}
      - {name: leaseNo, logicalType: string, primaryKey: true, primaryKeyPosition: 1}
      - name: annualRentAmount
        logicalType: number
        classification: confidential
        description: Rent of a year
        logicalTypeOptions: {minimum: 0}
      - {name: staff, logicalType: integer}
      - {name: signedAt, logicalType: timestamp}
      - {name: contactPhone, logicalType: string, classification: PII, tags: [contact]}
      - {name: details, logicalType: object}
"""


@pytest.fixture
def imported(tmp_path):
    path = tmp_path / "lease.odcs.yaml"
    path.write_text(CONTRACT, encoding="utf-8")
    return import_odcs(path)


def test_contract_passes_the_check(imported, tmp_path):
    (text,) = imported.contracts.values()
    path = tmp_path / "premises_lease.yaml"
    path.write_text(text, encoding="utf-8")
    contract = parse_model(TableContract, load_yaml(path))
    assert contract.name == "premises_lease"
    assert contract.key == ("lease_no",)
    assert contract.fields["uscc"].required
    assert contract.fields["firm_name"].type is FieldType.FIRM_NAME
    rent = contract.fields["annual_rent_amount"]
    assert (rent.type, rent.sensitivity) == (FieldType.MONEY, Sensitivity.CONFIDENTIAL)
    assert rent.minimum == 0
    assert rent.note.en == "Rent of a year"
    assert contract.fields["staff"].type is FieldType.COUNT
    assert contract.fields["contact_phone"].sensitivity is Sensitivity.PERSONAL
    assert contract.supplier.zh == "市场监管局"
    assert contract.time.from_field == "signed_at"


@pytest.mark.parametrize(
    "said", ["servers", "signed_at: timestamp", "details: ", "contact_phone: tags", "check"]
)
def test_what_is_lost_is_said(imported, said):
    assert any(said in remark for remark in imported.lost), imported.lost


@pytest.mark.parametrize("text", ["kind: Other\n", "apiVersion: v2.2\nkind: DataContract\n"])
def test_other_files_are_refused(tmp_path, text):
    path = tmp_path / "other.yaml"
    path.write_text(text)
    with pytest.raises(UnreadableFileError):
        import_odcs(path)
