"""French, which is always on the screen."""
