"""How collected static files are stored: compressed, each under a name with its hash."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class SiteStaticStorage(CompressedManifestStaticFilesStorage):
    """Follows ``url()`` in style sheets and ``import`` in our modules.

    Source maps of the packages are not served, so mentions of them are left alone.
    """

    support_js_module_import_aggregation = True
    patterns = (("*.css", (r"""(?P<matched>url\(['"]{0,1}\s*(?P<url>.*?)["']{0,1}\))""",)),)
