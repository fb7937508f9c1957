import subprocess
import sys
import time

from wotu_site.jobs import liveness

HOLD = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "wotu_site.settings.testing"
from django.conf import settings
settings.PROCESS_MARKS_DIR = sys.argv[1]
from wotu_site.jobs import liveness
print(liveness.mark_of_this_process(), flush=True)
time.sleep(60)
"""


def test_the_present_process_is_alive():
    mark = liveness.mark_of_this_process()
    assert liveness.mark_of_this_process() == mark
    assert not liveness.is_gone(mark)


def test_a_killed_process_is_gone(settings, tmp_path):
    settings.PROCESS_MARKS_DIR = tmp_path
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as process:
        mark = process.stdout.readline().strip()
        assert not liveness.is_gone(mark)
        process.kill()
    deadline = time.monotonic() + 30
    while not liveness.is_gone(mark) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert liveness.is_gone(mark)
    assert list(tmp_path.iterdir()) == [], "its mark is cleared away"


def test_of_another_machine_nothing_is_said():
    assert not liveness.is_gone("elsewhere:0123")
