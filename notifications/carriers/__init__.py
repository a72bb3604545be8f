"""Ways to a person. Each may fail without anybody losing an event: Postgres remembers."""
