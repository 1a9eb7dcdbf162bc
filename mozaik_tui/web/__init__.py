"""The assistant and the guide in a browser: a small server in front of one process for each session."""
