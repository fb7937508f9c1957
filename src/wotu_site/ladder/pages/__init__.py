"""What the pages of the ladder show."""
