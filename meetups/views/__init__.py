"""Pages of meetups: look up what is mine, call one stage, show the screen."""
