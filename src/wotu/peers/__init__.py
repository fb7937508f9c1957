"""Places side by side on the same indicators, with evidence, and why they differ."""
