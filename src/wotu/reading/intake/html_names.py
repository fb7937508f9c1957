"""What elements, classes and metadata of web pages are called, and what each name says."""

from __future__ import annotations

import re
from typing import Final

from wotu.reading.intake.markup import RAW

UNSEEN: Final = RAW | {"head", "noscript", "template", "svg", "math", "object", "select", "button"}
"""Elements whose content no reader of the page sees as its text."""

FURNITURE: Final = frozenset({"nav", "footer", "aside", "menu"})
"""No ``form``: some programs wrap the whole page in one."""

FURNITURE_NAME: Final = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu\w*|foot(?:er)?|side(?:bar)?|bread\w*|crumbs?|share\w*|related|"
    r"recommend\w*|comments?|ads?|advert\w*|banner|copyright|pager?|pagination|toolbar|login|"
    r"search\w*|hot\w*|rank\w*|qr\w*|links?|友情链接)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Class or id of what surrounds an article."""

ARTICLE_NAME: Final = re.compile(
    r"(?:^|[\s_-])(?:article\w*|art|content\w*|main\w*|zoom|TRS_Editor|UCAP-CONTENT|detail\w*|"
    r"post\w*|entry\w*|news\w*|txt|text|body\w*|正文)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Class or id of what may hold the article; those of the programs that Chinese offices use too."""

HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"}
    | {"source", "track", "wbr"}
)
"""Elements without content."""

INLINE: Final = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font"}
    | {"i", "ins", "kbd", "label", "mark", "o:p", "q", "rp", "rt", "ruby", "s", "samp", "small"}
    | {"span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "st1:chsdate"}
)
"""Elements that do not end a paragraph; the last of each kind are Word's."""

HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}

CLOSED_BY: Final = {
    "p": {"p"},
    "li": {"li"},
    "tr": {"tr", "td", "th"},
    "td": {"td", "th"},
    "th": {"td", "th"},
    "dd": {"dd", "dt"},
    "dt": {"dd", "dt"},
}
"""Elements that the start of another ends without saying so."""

DATED: Final = frozenset(
    {"pubdate", "publishdate", "publish_date", "article:published_time", "og:published_time"}
    | {"datepublished", "dc.date", "dcterms.date", "date", "publication_date"}
    | {"weibo:article:create_at", "sailthru.date"}
)
"""Metadata that holds the day of publication; ``PubDate`` is the one of Chinese offices."""

TITLED: Final = ("articletitle", "og:title", "twitter:title", "dc.title")
"""Metadata that holds the title, the best first."""

PUBLISHED_JSON: Final = re.compile(r'"datePublished"\s{0,9}:\s{0,9}"([^"]{4,40})"')
