"""The books under load: how fast they are written and proved, and what is left of them after `kill -9`."""
