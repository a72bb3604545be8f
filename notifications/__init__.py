"""How people hear of things. Knows person ids and nothing of any domain."""
