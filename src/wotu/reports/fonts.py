"""A Chinese font for charts and PDF: what is installed, or how to install one."""

from __future__ import annotations

from functools import cache
from typing import Final

from matplotlib import font_manager

from wotu.errors import WotuError

CHINESE_FONTS: Final = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "SimSun",
    "FangSong",
    "AR PL UMing CN",
)
"""Families tried, the best to read first."""


class MissingFontError(WotuError):
    """No font with Chinese characters is installed, so that charts and PDF would show boxes."""

    kind = "missing_font"


@cache
def chinese_font() -> str:
    """The family of an installed Chinese font.

    Raises:  MissingFontError, saying which package brings one.
    """
    installed = {entry.name for entry in font_manager.fontManager.ttflist}
    found = next((name for name in CHINESE_FONTS if name in installed), None)
    if found is None:
        raise MissingFontError(
            "没有中文字体，图表和 PDF 无法显示汉字。Debian、Ubuntu：apt install fonts-noto-cjk"
            "（或 fonts-wqy-zenhei）；RHEL、openEuler：dnf install google-noto-sans-cjk-fonts。"
            "装好后删去 ~/.cache/matplotlib 再试。\n"
            "No Chinese font is installed. Debian, Ubuntu: apt install fonts-noto-cjk (or"
            " fonts-wqy-zenhei); RHEL, openEuler: dnf install google-noto-sans-cjk-fonts. Then"
            " remove ~/.cache/matplotlib and try again.",
            looked_for=list(CHINESE_FONTS),
        )
    return found
