"""Stock: certificates valid by quarter, and their forecast."""
