"""Positions that nobody could write by chance, and everything in which one might be left."""
