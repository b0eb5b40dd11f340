"""What the bank says: its statements, read, matched with the books, and shown to a person where unclear."""
