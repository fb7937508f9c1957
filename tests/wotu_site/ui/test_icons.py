import re
from pathlib import Path

import pytest

import wotu_site
from wotu_site.ui import icons, navigation, verdicts

SITE = Path(wotu_site.__file__).parent
IN_TEMPLATES = re.compile(r"""\{% (?:icon|empty_state) "([a-z0-9-]+)\"""")
IN_CODE = re.compile(r"""icon="([a-z0-9-]+)\"""")


def icons_named():
    for path in [*SITE.rglob("*.html"), *SITE.rglob("*.py")]:
        pattern = IN_TEMPLATES if path.suffix == ".html" else IN_CODE
        yield from pattern.findall(path.read_text())
    yield from (section.icon for section in (*navigation.WORK, *navigation.UPKEEP))
    yield from (look.icon for look in verdicts.LOOKS.values())


def test_every_icon_that_is_named_exists():
    named = set(icons_named())
    assert len(named) > 20
    assert all(icons.icon_paths(name) for name in named)


def test_an_icon_is_hidden_from_readers_unless_it_has_a_label():
    assert 'aria-hidden="true"' in icons.icon_svg("check")
    labelled = icons.icon_svg("check", label='a "b"', css="tick")
    assert 'role="img" aria-label="a &quot;b&quot;"' in labelled
    assert 'class="icon tick"' in labelled


def test_an_icon_carries_no_style():
    assert "style" not in icons.icon_svg("check")


def test_an_unknown_icon_is_a_fault():
    with pytest.raises(icons.UnknownIconError, match="no-such-icon"):
        icons.icon_svg("no-such-icon")
