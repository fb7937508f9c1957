"""Pages of targets: what each shows."""
