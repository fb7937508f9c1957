"""A reproducible invented zone for trying Wotu out, for tests and for benchmarks.

No firm, code, right or person in it is real. See docs/demo-data.md for how it was made believable.
"""

from wotu.demo.files import BureauFile, write_bureau_files, write_zone
from wotu.demo.generate import Zone, generate_zone, zone_chunks
from wotu.demo.showcase import SHOWCASE, showcase_about

__all__ = [
    "SHOWCASE",
    "BureauFile",
    "Zone",
    "generate_zone",
    "showcase_about",
    "write_bureau_files",
    "write_zone",
    "zone_chunks",
]
