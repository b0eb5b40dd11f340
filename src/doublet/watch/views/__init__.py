"""Pages about tasks, endpoints, cases and reports."""
