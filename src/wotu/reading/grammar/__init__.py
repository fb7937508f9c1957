"""The grammar of figures: from characters to claims, step by step."""
