import os
import subprocess
import sys
from pathlib import Path

import pytest

from wotu.program import program

pytestmark = pytest.mark.zone


@pytest.fixture
def command(tmp_path):
    """A command as an environment installs it, in a folder with a space."""
    path = tmp_path / "a clone" / ".venv" / "bin" / "wotu"
    path.parent.mkdir(parents=True)
    path.touch()
    path.chmod(0o755)
    return path


def called(monkeypatch, command, folder, path=""):
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PATH", path)
    monkeypatch.setattr(sys, "argv", [str(command), "demo"])
    return program()


def test_from_its_clone_it_is_called_by_the_path_from_there(monkeypatch, command):
    clone = command.parents[2]
    assert called(monkeypatch, command, clone) == ".venv/bin/wotu"
    assert called(monkeypatch, ".venv/bin/wotu", clone) == ".venv/bin/wotu"


def test_from_elsewhere_its_whole_path_is_quoted_for_the_shell(monkeypatch, command, tmp_path):
    (tmp_path / "zone").mkdir()
    assert called(monkeypatch, command, tmp_path / "zone") == f"'{command}'"


def test_in_an_active_environment_its_name_is_enough(monkeypatch, command):
    assert called(monkeypatch, command, command.parents[2], str(command.parent)) == "wotu"


def test_another_command_of_that_name_is_not_meant(monkeypatch, command, tmp_path):
    other = tmp_path / "wotu"
    other.touch()
    other.chmod(0o755)
    assert called(monkeypatch, command, command.parents[2], str(tmp_path)) == ".venv/bin/wotu"


def test_within_another_program_it_has_its_plain_name(monkeypatch, tmp_path):
    assert called(monkeypatch, "/usr/lib/granian/server.py", tmp_path) == "wotu"
    assert called(monkeypatch, "wotu", tmp_path) == "wotu"


def test_what_the_command_prints_can_be_pasted(tmp_path):
    command = Path(sys.executable).with_name("wotu")
    run = [str(command), "explain", "913205940880108896", "--dir", str(tmp_path)]
    done = subprocess.run(
        run, cwd=tmp_path, env={**os.environ, "PATH": "/usr/bin"}, capture_output=True, text=True
    )
    assert f"{command} init" in done.stderr
