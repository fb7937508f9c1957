"""Benefits: what firms can get, the best lawful bundle, entitlements and budgets."""
