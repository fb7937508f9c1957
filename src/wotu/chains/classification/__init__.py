"""Firms put into the classes of a classification, learned from firms whose class is known."""
