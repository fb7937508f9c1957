"""What the pages of data show."""
