"""The registry of indicators: one believed value a place, indicator and period, with evidence."""
