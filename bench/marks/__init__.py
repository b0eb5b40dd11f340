"""Are copies found again, and does the watermark survive? Measured, beside a named peer."""
