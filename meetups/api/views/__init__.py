"""Doors of meetups: read, look up what is mine, call one stage, answer with what may be shown."""
