import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from wotu_site.access.roles import Role
from wotu_site.accounts import services
from wotu_site.accounts.errors import AccountError
from wotu_site.accounts.models import User
from wotu_site.accounts.passwords import ALPHABET, temporary_password
from wotu_site.audit.models import AuditEntry

OFFICER = services.AccountDetails("陈静", Role.OFFICER, "科技创新局")


@pytest.fixture
def administrator(make_person):
    return make_person(Role.ADMINISTRATOR)


def last_entry():
    return AuditEntry.objects.order_by("-id").first()


def test_a_new_account_has_a_temporary_password_and_is_recorded(administrator):
    user, password = services.create_account("ChenJing", OFFICER, acting_user=administrator)
    assert user.username == "chenjing"
    assert user.check_password(password)
    assert user.must_change_password
    entry = last_entry()
    assert (entry.action, entry.about_id, entry.username) == (
        "account.created",
        str(user.pk),
        "administrator",
    )
    assert password not in str(entry.detail)


def test_two_accounts_cannot_differ_by_case_alone(administrator):
    services.create_account("chenjing", OFFICER, acting_user=administrator)
    with pytest.raises(ValidationError):
        services.create_account("CHENJING", OFFICER, acting_user=administrator)


def test_the_database_has_the_last_word_on_firms_and_roles(make_person):
    officer = make_person(Role.OFFICER)
    for wrong in ({"role": "king"}, {"firm_uscc": "91320505MA1WTU01KU"}, {"role": Role.FIRM}):
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.filter(pk=officer.pk).update(**wrong)


def test_changes_are_recorded_with_what_was_before(administrator, make_person):
    officer = make_person(Role.OFFICER, display_name="陈静", department="科技局")
    services.change_account(officer, OFFICER, acting_user=administrator)
    assert last_entry().detail == {"department": ["科技局", "科技创新局"]}


def test_a_change_that_changes_nothing_is_not_recorded(administrator, make_person):
    officer = make_person(Role.OFFICER, display_name="陈静", department="科技创新局")
    services.change_account(officer, OFFICER, acting_user=administrator)
    assert last_entry() is None


def test_the_last_administrator_stays(administrator):
    with pytest.raises(AccountError, match="最后一名管理员"):
        services.change_account(administrator, OFFICER, acting_user=administrator)
    other = services.AccountDetails("另一位", Role.ADMINISTRATOR)
    second, _ = services.create_account("second", other, acting_user=administrator)
    services.disable_account(second, acting_user=administrator)
    with pytest.raises(AccountError):
        services.change_account(administrator, OFFICER, acting_user=administrator)


def test_nobody_disables_the_own_account(administrator, make_person):
    make_person(Role.ADMINISTRATOR, username="second")
    with pytest.raises(AccountError, match="自己"):
        services.disable_account(administrator, acting_user=administrator)


def test_a_reset_password_replaces_the_old_one(administrator, make_person):
    officer = make_person(Role.OFFICER)
    before = officer.password
    password = services.reset_password(officer, acting_user=administrator)
    officer.refresh_from_db()
    assert officer.password != before
    assert officer.check_password(password)
    assert officer.must_change_password


def test_temporary_passwords_can_be_read_out():
    passwords = {temporary_password() for _ in range(50)}
    assert len(passwords) == 50
    assert all(set(password) <= {*ALPHABET, "-"} and len(password) == 19 for password in passwords)
