"""The kiosk's own screens and its front end; see ``mozaik_tui.kiosk`` for what keeps it going."""
