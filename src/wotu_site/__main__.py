"""``python -m wotu_site COMMAND``: Django's commands with the settings of this environment."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

from wotu_site.environment import settings_module


def main() -> None:
    """Run the command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings_module())
    execute_from_command_line(["python -m wotu_site", *sys.argv[1:]])


if __name__ == "__main__":
    main()
