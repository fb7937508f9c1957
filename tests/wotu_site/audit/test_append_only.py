import pytest
from django.db import DatabaseError, connection, models, transaction

from wotu_site.audit import append_only, services
from wotu_site.audit.models import AppendOnlyError, AuditEntry


@pytest.fixture
def entry(make_person):
    services.record("account.created", acting_user=make_person())
    return AuditEntry.objects.get()


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: AuditEntry.objects.update(action="x"),
        lambda entry: AuditEntry.objects.filter(pk=entry.pk).delete(),
        lambda entry: AuditEntry.objects.bulk_update([entry], ["action"]),
    ],
)
def test_code_cannot_change_a_row(entry, change):
    with pytest.raises(AppendOnlyError):
        change(entry)
    assert AuditEntry.objects.get().action == "account.created"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET action = 'x'",
        "DELETE FROM audit_auditentry",
        "REPLACE INTO audit_auditentry (id, at) VALUES (1, '2026-01-01')",
    ],
)
def test_the_database_itself_refuses_plain_sql(entry, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEntry.objects.get().action == "account.created"


def test_the_base_queryset_is_refused_by_the_database(entry):
    plain = models.QuerySet(AuditEntry)
    with pytest.raises(DatabaseError, match=append_only.REFUSAL), transaction.atomic():
        plain.update(action="x")


def test_the_person_of_an_entry_cannot_be_deleted(entry):
    with pytest.raises(models.ProtectedError):
        entry.user.delete()
