"""Signed messages to a brand's server, as the Standard Webhooks specification (1.0) has them."""
