"""What this part does when an earlier one tells it something."""
