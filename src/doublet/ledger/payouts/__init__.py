"""Paying out: a plan, a second person's yes, sending by one of three ways, and what the bank says of it."""
