"""How well briefs are read: precision and recall on labelled briefs in seven languages."""
