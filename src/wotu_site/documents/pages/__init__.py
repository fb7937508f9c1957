"""Pages of documents: what each shows."""
