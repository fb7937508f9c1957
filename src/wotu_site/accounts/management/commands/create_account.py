"""``create_account``: the first administrator, or any account, from the command line."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from wotu_site.access.roles import Role
from wotu_site.accounts import services


class Command(BaseCommand):
    """Create an account and print its temporary password."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what an account needs."""
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="the person's name")
        parser.add_argument("--role", choices=Role.values, default=Role.ADMINISTRATOR)
        parser.add_argument("--department", default="")
        parser.add_argument("--firm-uscc", default="", help="the firm of a firm user")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Create the account and print it."""
        details = services.AccountDetails(
            options["name"], options["role"], options["department"], options["firm_uscc"]
        )
        try:
            user, password = services.create_account(options["username"], details, acting_user=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        made = {"username": user.username, "role": user.role, "temporary_password": password}
        if options["json"]:
            self.stdout.write(json.dumps(made))
        else:
            self.stdout.write("\n".join(f"{name}: {value}" for name, value in made.items()))
