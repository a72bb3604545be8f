"""Mechanisms that every app stands on: a closed list, knowing nothing of people, places or meetings."""
