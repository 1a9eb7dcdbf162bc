"""The assistant in a browser: a small server in front of one process for each session."""
