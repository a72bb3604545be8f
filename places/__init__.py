"""Where people may meet: the grid of cells, and public places in it. No door takes a person's coordinates."""
