"""The views of benefits and entitlements."""
