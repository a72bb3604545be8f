"""Public places as JSON. The door that lists them needs a live session and stands in matching."""
