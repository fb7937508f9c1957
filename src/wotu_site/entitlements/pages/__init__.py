"""What the pages of benefits and entitlements show."""
