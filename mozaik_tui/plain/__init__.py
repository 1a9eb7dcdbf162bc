"""The line front end: the same session as a stream of lines (command-line.md, The plain front end)."""
