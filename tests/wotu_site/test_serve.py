import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.zone

SECRET = "kJ8vQ2mZ5xR1nT7wY4bC9dF6gH3pL0sA"
SERVE = "import sys; from pathlib import Path; from wotu_site.serve import *; "


def run(script, tmp_path, **variables):
    """Run a line in a process of its own; its code and what it said at the end."""
    kept = {name: os.environ[name] for name in ("PATH",) if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", SERVE + script, str(tmp_path)],
        env={**kept, **variables},
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    """A workspace with demo accounts in it."""
    folder = tmp_path_factory.mktemp("demonstration")
    make = "prepare(Path(sys.argv[1]), demo=True); demo_accounts('91320505MA1WTU01KU')"
    code, said = run(make, folder)
    assert code == 0, said
    return folder


def test_a_real_site_is_not_served_without_a_secret(tmp_path):
    code, said = run("serve(Path(sys.argv[1]))", tmp_path)
    assert code != 0
    assert "WOTU_SECRET_KEY is not set" in said


def test_a_real_site_is_not_served_with_demo_accounts(demonstration):
    code, said = run("serve(Path(sys.argv[1]))", demonstration, WOTU_SECRET_KEY=SECRET)
    assert code != 0
    assert "The site refuses to start" in said
    assert "wotu.E004" in said
    assert "officer" in said


def test_another_server_is_refused_too(demonstration):
    load = "prepare(Path(sys.argv[1])); import wotu_site.wsgi"
    code, said = run(load, demonstration, WOTU_SECRET_KEY=SECRET)
    assert code != 0
    assert "wotu.E004" in said


def test_a_safe_site_loads(tmp_path):
    load = "prepare(Path(sys.argv[1])); from wotu_site.wsgi import application; print('loaded')"
    code, said = run(load, tmp_path, WOTU_SECRET_KEY=SECRET)
    assert code == 0, said
    assert said.startswith("loaded")
