"""What can be asked about data, by other apps."""

from __future__ import annotations

from wotu_site.data.batches import pending_batches as pending_batches
from wotu_site.data.identity import number_waiting as number_of_doubts
from wotu_site.data.quarantine import alarming_lines as alarming_lines

__all__ = ["alarming_lines", "number_of_doubts", "pending_batches"]
