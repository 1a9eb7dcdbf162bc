"""Programs for maintainers: pictures of the documentation, the list of common passwords."""
