"""What a parent does and which answers are taken: pure, synchronous, no I/O (architecture.md, The house)."""
