"""Who gets to see a page at all. Actions decide again by themselves; this only spares people a dead end."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from doublet.kernel.refusals import NotAllowed
from doublet.people.models import Role, User

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def require_role(user: User | AnonymousUser, *roles: str) -> User:
    """The user, if signed in with one of these roles.

    Raises:
        NotAllowed: nobody is signed in, or with another role.
    """
    if not isinstance(user, User):
        raise NotAllowed("sign_in_first", "You are not signed in.", rule="HOUSE-ROLE", hint="Sign in first.")
    if user.role not in roles:
        wanted = " or ".join(str(Role(role).label).lower() for role in roles)
        raise NotAllowed(
            "wrong_role",
            f"This page is for {wanted} accounts; yours is a {user.get_role_display().lower()} account.",
            rule="HOUSE-ROLE",
            hint="Sign in with the right account.",
        )
    return user


def for_roles(*roles: str) -> Callable[[View[P]], View[P]]:
    """A view for some roles only: strangers are sent to sign in, others get the refusal page."""

    def decorate(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            require_role(request.user, *roles)
            return view(request, *args, **kwargs)

        return guarded

    return decorate
