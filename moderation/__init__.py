"""Keeping it safe: reports, and what is decided about them."""
