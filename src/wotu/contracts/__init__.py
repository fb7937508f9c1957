"""Contracts: the typed tables through which facts enter, and the reading of files."""
