"""Who is asking: a token and its scopes. Sessions of the site are not taken here, so nothing can be forged across sites."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from doublet.kernel import clock
from doublet.kernel.refusals import NotAllowed
from doublet.people.models import ApiToken, User
from doublet.people.queries import account_for_token
from doublet.people.rules import SCOPES


class ByToken(HttpRequest):
    """A request that came with a living token."""

    auth: ApiToken


class Token(HttpBearer):
    """A living token; with `scope`, one that was made for this kind of work."""

    def __init__(self, scope: str | None) -> None:
        super().__init__()
        assert scope is None or scope in SCOPES
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """The token, or None where it is unknown, revoked or run out.

        Raises:
            NotAllowed: it lives, but not for this.
        """
        found = account_for_token(token, clock.now())
        if found is not None and self.scope is not None and self.scope not in found.scopes:
            raise NotAllowed(
                "scope_missing",
                f"This token is not for “{self.scope}”.",
                rule="HOUSE-ROLE",
                hint=f"Make a token with the scope “{self.scope}” on your settings page.",
            )
        return found


def needs(scope: str, **document: Any) -> dict[str, Any]:
    """What an operation says of itself to be reached with a token of one scope."""
    return {"auth": Token(scope), "openapi_extra": {"x-scope": scope, **document}}


def needs_any_token() -> dict[str, Any]:
    """For operations that every token reaches, if only to be told no."""
    return {"auth": Token(None), "openapi_extra": {"x-scope": ""}}


def asker(request: ByToken) -> User:
    """The account behind the token."""
    return request.auth.user
