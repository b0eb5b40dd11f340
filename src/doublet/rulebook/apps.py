"""The rulebook as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "doublet.rulebook"

    def ready(self) -> None:
        from doublet.rulebook import my_data  # noqa: F401  (tells a person's file why nothing of here is in it)
