"""Names in documents: found, spelt out and linked."""
