"""Does the engine serve every skin tone and size alike? ``make bench-parity``."""
