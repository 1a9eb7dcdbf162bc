"""The console of the person on the phone: alone with a screen number, or following a parent who asked for it."""
