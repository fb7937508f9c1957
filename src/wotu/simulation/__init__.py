"""Simulation: a rule as drafted beside the rule as it is, over the same firms."""
