"""Reporting a person, for programs."""
