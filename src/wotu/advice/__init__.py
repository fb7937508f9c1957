"""Advice: facts that decide, the least change, and where a firm is heading."""
