"""Tags of matching."""
