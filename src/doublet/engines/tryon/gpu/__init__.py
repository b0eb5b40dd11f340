"""Generative engines on the operator's own GPU: extra ``gpu``; nothing here is imported without it."""
