import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from wotu_site import serve
from wotu_site.access.roles import Role
from wotu_site.accounts.models import User


def run(command, *arguments):
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def test_demo_accounts_are_refused_outside_a_demonstration(db):
    with pytest.raises(CommandError, match="WOTU_DEMO=1"):
        run("create_demo_accounts")
    assert not User.objects.exists()


def test_demo_accounts_are_one_a_role_and_can_sign_in(client, db, settings):
    settings.DEMO = True
    printed = json.loads(run("create_demo_accounts", "--firm-uscc", "91320594088140947F"))
    assert {account["role"] for account in printed} == set(Role.values)
    assert all(user.is_demo for user in User.objects.all())
    assert User.objects.get(role=Role.FIRM).firm_uscc == "91320594088140947F"
    for account in printed:
        form = {"username": account["username"], "password": account["password"]}
        assert client.post("/accounts/sign-in/", form).status_code == 302
        client.post("/accounts/sign-out/")


def test_demo_accounts_are_renewed_not_doubled(db, settings):
    settings.DEMO = True
    first = serve.demo_accounts("91320505MA1WTU01KU")
    User.objects.filter(username="officer").update(is_active=False)
    assert serve.demo_accounts("91320505MA1WTU01KU") == first
    assert User.objects.filter(is_active=True).count() == len(first)


def test_a_real_account_never_becomes_a_demo_account(make_person, settings):
    settings.DEMO = True
    make_person(Role.OFFICER)
    with pytest.raises(CommandError, match="'officer' exists and is not a demo account"):
        run("create_demo_accounts")


def test_the_first_administrator_comes_from_the_command_line(db):
    made = json.loads(run("create_account", "Root", "--name", "管理员", "--json"))
    user = User.objects.get(username="root")
    assert user.role == Role.ADMINISTRATOR
    assert user.check_password(made["temporary_password"])
    assert "temporary_password: " in run("create_account", "second", "--name", "第二")


def test_an_account_that_will_not_do_is_explained(db):
    run("create_account", "root", "--name", "管理员")
    with pytest.raises(CommandError):
        run("create_account", "root", "--name", "又一位")
