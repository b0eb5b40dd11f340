"""Content credentials, measured: conformance, size, time, and what a second implementation says."""
