"""How accounts come to be: a person who signs up is a model; all other roles are invited."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Allauth's hooks, where this house decides otherwise."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are opened through the house's own pages, which ask for the birth date first."""
        return False
