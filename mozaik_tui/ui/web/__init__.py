"""What runs for the page in the browser; see ``mozaik_tui.web`` for the server."""
