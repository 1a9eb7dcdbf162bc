"""The full-screen front end; only this package and ``screens`` import Textual."""
