"""Builds and checks the documentation site (`make docs`)."""
