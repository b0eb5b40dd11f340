"""Doublet: an open platform on which fashion models own, license and earn from their digital twins."""

__version__ = "0.1.0"
