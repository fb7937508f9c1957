"""What the pages of chains show."""
