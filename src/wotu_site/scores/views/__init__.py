"""The views of scoreboards, what-if and peers."""
