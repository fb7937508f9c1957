"""Files of any kind become documents: characters, structure where the format states it, notices."""

from wotu.reading.intake.folders import document_files
from wotu.reading.intake.opening import ACCEPTED_SUFFIXES, document_digest, open_document

__all__ = ["ACCEPTED_SUFFIXES", "document_digest", "document_files", "open_document"]
