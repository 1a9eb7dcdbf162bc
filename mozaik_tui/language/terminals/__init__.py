"""What a terminal can show: who it is, what it does with letters, which languages it can be offered."""
