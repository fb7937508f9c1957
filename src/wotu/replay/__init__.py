"""Replay: screenings as known on a day, their differences by cause, and decision records."""
