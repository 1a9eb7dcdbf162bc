"""Data that the service ships with: the school bodies."""
