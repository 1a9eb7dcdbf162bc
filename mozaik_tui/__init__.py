"""mozaik-tui: an assistant that links a parent's account to their children at school. Importing this imports nothing heavy."""

__version__ = "0.1.0"
