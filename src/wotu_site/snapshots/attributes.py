"""What firms can be narrowed to, in words: industry, division, size."""

from __future__ import annotations

from wotu.build.attribute_words import attribute_word as attribute_word
