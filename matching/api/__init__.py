"""My availability, the people in reach, and the places."""
