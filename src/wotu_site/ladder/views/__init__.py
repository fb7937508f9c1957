"""The pages of the ladder, and what is done on them."""
