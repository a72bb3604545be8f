"""Who is free, near whom, and why they are worth meeting."""
