"""The embedded engine over a folder of people and a folder of garments, measured: ``make bench-drape``."""
