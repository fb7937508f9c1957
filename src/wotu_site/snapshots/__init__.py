"""The workspace and its current snapshot, as the pages read them."""
