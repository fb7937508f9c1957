"""Who a row is about: codes, names, and the firm that a mention means."""
