"""What each bureau sends, in its own manner of writing."""
