"""One shape for everything that can go wrong, and how each kind of error gets it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from doublet.kernel.refusals import Refused

STATUSES = frozenset({400, 401, 403, 404, 405, 409, 413, 422, 429, 503})
MAX_BODY = 42 * 2**20


class Problem(Schema):
    """Why a request was refused: a stable code for machines, words for people, the rule that decided."""

    code: str
    reason: str
    rule: str
    hint: str


# Every operation declares them all: any of them can answer a request that is broken, early or too frequent.
PROBLEMS: dict[Any, Any] = {STATUSES: Problem}


def problem(status: int, code: str, reason: str, *, rule: str = "HOUSE-API", hint: str = "") -> HttpResponse:
    """A problem as an answer."""
    return JsonResponse({"code": code, "reason": reason, "rule": rule, "hint": hint}, status=status)


def explain_to(api: NinjaAPI) -> None:
    """Give every kind of error its problem."""
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(AuthenticationError, _nobody)
    api.add_exception_handler(HttpError, _unreadable)
    api.add_exception_handler(Http404, _nothing)
    api.add_exception_handler(RequestDataTooBig, _too_big)
    for broken in (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        api.add_exception_handler(broken, _unreadable)


def too_big() -> HttpResponse:
    """For a body that is refused before it is read."""
    return problem(
        413, "too_big", "The request is larger than this address takes.", hint="A picture may have 40 MB."
    )


def _refused(_request: HttpRequest, refused: Any) -> HttpResponse:
    return JsonResponse(refused.as_dict(), status=refused.status)


def _invalid(_request: HttpRequest, error: Any) -> HttpResponse:
    first = error.errors[0]
    where = ".".join(str(part) for part in first["loc"][1:] if not str(part).startswith("payload"))
    words = str(first["msg"]).removeprefix("Value error, ")
    reason = f"{where}: {words}." if where else f"{words}."
    hint = "The address /api/v1/openapi.json says what each operation takes."
    return problem(422, "invalid_request", reason[:500], rule="INPUT", hint=hint)


def _nobody(_request: HttpRequest, _error: Any) -> HttpResponse:
    answer = problem(
        401,
        "token_needed",
        "There is no living token with this secret.",
        hint="Send “Authorization: Bearer dbl_…”. Tokens are made on your settings page.",
    )
    answer["WWW-Authenticate"] = "Bearer"
    return answer


def _unreadable(_request: HttpRequest, _error: Any) -> HttpResponse:
    return problem(
        400, "unreadable", "The request cannot be read.", rule="INPUT", hint="Send what the operation takes."
    )


def _nothing(_request: HttpRequest, _error: Any) -> HttpResponse:
    return problem(404, "no_such_address", "There is nothing at this address.")


def _too_big(_request: HttpRequest, _error: Any) -> HttpResponse:
    return too_big()
