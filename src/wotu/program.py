"""How the ``wotu`` command is called here, for advice that can be pasted as it stands."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

NAME = "wotu"


def program() -> str:
    """``wotu`` where that name finds this very command, else its path: ``.venv/bin/wotu``.

    Within another program, such as the site, the plain name.
    """
    called = Path(sys.argv[0])
    if called.name != NAME or not called.is_file():
        return NAME
    found = shutil.which(NAME)
    if found is not None and Path(found).absolute() == called.absolute():
        return NAME
    here = Path.cwd()
    within = called.absolute().is_relative_to(here)
    return shlex.quote(str(called.absolute().relative_to(here) if within else called.absolute()))
