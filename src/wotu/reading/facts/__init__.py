"""Accepted claims in the lake: indicator values, target candidates, events of firms."""
