"""The lake: append-only facts with their evidence, and the batches in which they came."""
