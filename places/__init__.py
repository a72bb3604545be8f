"""Where people may meet: the grid of cells and the public places in it. No door takes a person's coordinates."""
