"""Pages about people, by who uses them."""
