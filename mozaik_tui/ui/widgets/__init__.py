"""The widgets of the assistant: words and shapes, worked by keyboard alone, never by colour alone."""
