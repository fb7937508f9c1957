"""What the pages of scoreboards show."""
