"""Packs: folders of YAML that configure a zone."""
