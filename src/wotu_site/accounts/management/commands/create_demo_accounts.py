"""``create_demo_accounts``: one demo account a role, printed as JSON."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wotu_site.accounts.demo import SAMPLE_FIRM_USCC, create_demo_accounts
from wotu_site.accounts.errors import AccountError


class Command(BaseCommand):
    """Make or renew the demo accounts of a demonstration (WOTU_DEMO=1) and print them as JSON."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the firm of the firm user."""
        parser.add_argument(
            "--firm-uscc",
            default=SAMPLE_FIRM_USCC,
            help="unified social credit code of the firm that the firm user belongs to",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make the accounts and print them."""
        try:
            accounts = create_demo_accounts(options["firm_uscc"])
        except AccountError as error:
            raise CommandError(error.message) from error
        printed = [account.as_json() for account in accounts]
        self.stdout.write(json.dumps(printed, ensure_ascii=False, indent=2))
