"""The kiosk: a supervisor that nobody talks to, and one front end after the other, one for each parent."""
