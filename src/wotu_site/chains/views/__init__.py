"""The views of chains."""
