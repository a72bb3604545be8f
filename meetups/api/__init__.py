"""From going live to goodbye, for programs."""
