"""Rules: the language of the official texts, checked, compiled, interpreted and explained."""
