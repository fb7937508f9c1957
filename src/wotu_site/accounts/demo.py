"""Demo accounts: one a role, with passwords that everybody may know."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import transaction

from wotu_site.access.roles import Role
from wotu_site.accounts.errors import AccountError
from wotu_site.accounts.models import User

#: A made-up firm with a valid check digit, until the demo zone names one of its own.
SAMPLE_FIRM_USCC = "91320505MA1WTU01KU"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """What somebody needs for signing in to a demonstration."""

    role: Role
    username: str
    password: str
    display_name: str
    department: str

    @property
    def role_label(self) -> str:
        """The role in words."""
        return str(self.role.label)

    def as_json(self) -> dict[str, str]:
        """The account as the command prints it."""
        return {**asdict(self), "role": self.role.value}


DEMO_ACCOUNTS = (
    DemoAccount(Role.OFFICER, "officer", "wotu-demo-officer", "陈静", "科技创新局"),
    DemoAccount(Role.LEADER, "leader", "wotu-demo-leader", "周卫国", "管理委员会"),
    DemoAccount(Role.LIAISON, "liaison", "wotu-demo-liaison", "李想", "企业服务中心"),
    DemoAccount(Role.FIRM, "firm", "wotu-demo-firm", "王敏", "财务部"),
    DemoAccount(Role.AUDITOR, "auditor", "wotu-demo-auditor", "赵明", "审计局"),
    DemoAccount(Role.ADMINISTRATOR, "admin", "wotu-demo-admin", "管理员", "信息中心"),
)


@transaction.atomic
def create_demo_accounts(firm_uscc: str) -> tuple[DemoAccount, ...]:
    """Make or renew the demo accounts; ``firm_uscc`` is the firm of the firm user.

    Raises ``AccountError`` unless the site runs as a demonstration.
    """
    if not settings.DEMO:
        raise AccountError("Demo accounts are made only in a demonstration: set WOTU_DEMO=1.")
    for account in DEMO_ACCOUNTS:
        _renew(account, firm_uscc if account.role == Role.FIRM else "")
    return DEMO_ACCOUNTS


def _renew(account: DemoAccount, firm_uscc: str) -> None:
    known = User.objects.filter(username=account.username).first()
    if known is not None and not known.is_demo:
        raise AccountError(f"The account {account.username!r} exists and is not a demo account.")
    user = known or User(username=account.username)
    user.display_name, user.department = account.display_name, account.department
    user.role, user.firm_uscc = account.role, firm_uscc
    user.is_demo, user.is_active, user.must_change_password = True, True, False
    user.set_password(account.password)
    user.full_clean()
    user.save()
