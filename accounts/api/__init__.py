"""The person who asks: the gate of the API, and what they say of themselves."""
