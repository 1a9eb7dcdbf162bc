"""Help by phone: an agent sees where a parent is, never what is typed, and speaks in the parent's language."""
