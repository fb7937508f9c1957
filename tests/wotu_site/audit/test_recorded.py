from django.test import RequestFactory

from wotu_site.access.registry import addresses

#: Pages that show no data about firms or people beyond the own account. A new page is either
#: marked with ``recorded`` or comes onto this list, so that nobody forgets to decide.
NOT_RECORDED = {
    "accounts:account",
    "accounts:list",
    "accounts:new",
    "accounts:password",
    "accounts:profile",
    "accounts:roles",
    "accounts:sign-in",
    "audit:entry",
    "audit:export",  # records itself
    "audit:list",
    "firms:original",  # records itself
    "chains:add-firm",  # public names of firms, as in the search
    "data:builds",
    "data:quality",
    "data:snapshot",
    "documents:original",  # records itself
    "drafts:compare",  # rules, and counts of firms
    "drafts:draft",  # leads to drafts:rule
    "drafts:file",
    "drafts:list",
    "drafts:overlay",
    "drafts:sweep",
    "entitlements:home",  # leads on
    "gallery:broken",
    "gallery:fault",
    "gallery:gallery",
    "home:about",
    "home:home",
    "jobs:bell",
    "jobs:job",
    "jobs:list",
    "jobs:panel",
    "ladder:stock-backtest",  # counts
    "policies:list",  # what rules say, and counts of firms
    "policies:replays",
    "policies:rule",
    "ui:search",
    "ui:suggest",
}


def test_every_page_is_recorded_or_known_not_to_be():
    unmarked = {
        address.name
        for address in addresses()
        if "GET" in methods_of(address.view) and not hasattr(address.view, "wotu_recorded")
    }
    assert unmarked == NOT_RECORDED


def methods_of(view):
    """The methods a view answers, as it says itself when asked with another one."""
    return view(RequestFactory().options("/"))["Allow"].split(", ")
