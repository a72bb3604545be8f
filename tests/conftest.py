"""What every test may ask for: the cast, the clock, the places. Real rows in real PostgreSQL throughout."""

pytest_plugins = ["tests.clock", "tests.cast"]
