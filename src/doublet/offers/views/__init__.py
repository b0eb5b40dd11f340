"""Pages of the roster, briefs, offers, and an agency's models."""
