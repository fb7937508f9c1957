import subprocess
import sys
from pathlib import Path

import pytest
from django.utils.translation import gettext, override

from wotu_site.ui.languages import Words, in_both

TOOL = Path(__file__).resolve().parents[3] / "tools" / "messages"


def test_the_catalogues_are_up_to_date_and_chinese_is_complete():
    done = subprocess.run(
        [sys.executable, str(TOOL), "--check"], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "登录"), ("en", "Sign in")])
def test_each_language_has_its_words(language, words):
    with override(language):
        assert gettext("Sign in") == words


def test_words_are_kept_in_both_languages():
    words = in_both("Counted to %(total)s", total=3)
    assert words == Words(zh="已数到 3", en="Counted to 3")
    assert str(words) == "已数到 3"
    with override("en"):
        assert str(words) == "Counted to 3"
