"""Who gets to see a page at all. Actions decide again by themselves; this only spares people a dead end."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from doublet.kernel import clock
from doublet.kernel.refusals import NotAllowed
from doublet.people import factors
from doublet.people.models import Role, User

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)


class SignedIn(HttpRequest):
    """A request of somebody who has signed in: what the decorators here promise to a view."""

    user: User


Guarded = Callable[Concatenate[SignedIn, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

RECENT = timedelta(minutes=5)
_OWN_HANDS = ("password", "mfa")  # a code by e-mail is not the person's own secret


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


def for_roles(*roles: str) -> Callable[[Guarded[P]], View[P]]:
    """A view for some roles only: strangers are sent to sign in, others get the refusal page."""

    def decorate(view: Guarded[P]) -> View[P]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            require_role(request.user, *roles)
            return cast(HttpResponse, view(cast(SignedIn, request), *args, **kwargs))  # or a streamed one

        return guarded

    return decorate


def user_of(request: HttpRequest) -> User:
    """Who is signed in, for views that let nobody else in (see `for_roles`)."""
    assert isinstance(request.user, User)
    return request.user


def reauthenticated_at(request: HttpRequest) -> datetime | None:
    """When this person last entered a password or passkey in this session; None when never."""
    user = request.user if isinstance(request.user, User) else None
    times = [
        record["at"] for record in get_authentication_records(request, user) if record["method"] in _OWN_HANDS
    ]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def must_have_signed_in_just_now(reauthenticated_at: datetime | None, *, by_token: bool = False) -> None:
    """For actions that need the person herself, with her password or passkey entered within five minutes.

    Raises:
        NotAllowed: a token asks, or it was longer ago.
    """
    if by_token:
        raise NotAllowed("token_cannot_sign", "An API key cannot decide this for a person.", rule="FWA-05")
    if reauthenticated_at is None or not timedelta(0) <= clock.now() - reauthenticated_at <= RECENT:
        raise NotAllowed(
            "sign_in_again",
            "This needs your password or passkey entered within the last five minutes.",
            rule="HOUSE-SIGN",
            hint="Confirm who you are, then try again.",
        )


def with_second_factor(
    view: Callable[Concatenate[R, P], HttpResponse],
) -> Callable[Concatenate[R, P], HttpResponse]:
    """A view that signs or pays: whoever has only a password is shown how to add a second proof first."""

    @functools.wraps(view)
    def guarded(request: R, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if isinstance(request.user, User) and factors.is_missing(request.user):
            back = request.get_full_path() if request.method == "GET" else ""
            return redirect(f"{reverse('second_factor')}?{urlencode({'next': back})}")
        return view(request, *args, **kwargs)

    return guarded


def signed_in_just_now(view: View[P]) -> View[P]:
    """A view that signs: whoever entered no password or passkey within five minutes is asked for it first.

    What she had typed into the form waits, and is sent on by itself once she has answered. Where the
    instance asks for a second factor, somebody without one sets it up before anything else.
    """

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        last = reauthenticated_at(request)
        if last is None or clock.now() - last > RECENT:
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return with_second_factor(guarded)


def signed_in(view: Guarded[P]) -> View[P]:
    """A view for everybody who has an account."""
    return for_roles(*Role.values)(view)
