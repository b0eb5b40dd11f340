"""Resumable uploads over HTTP: tus 1.0.0 with creation, termination and expiration (https://tus.io/protocols).

Used by the capture page's script, and open to any tus client that is signed in and sends the CSRF token.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import http_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from doublet.kernel.refusals import BadInput, Refused
from doublet.people.access import for_roles, user_of
from doublet.twins import queries, uploading
from doublet.twins.models import Upload
from doublet.twins.views import photo_card

VERSION = "1.0.0"


@for_roles("model")
@require_http_methods(["POST", "OPTIONS"])
@never_cache
def uploads(request: HttpRequest, pk: str) -> HttpResponse:
    """Announce a photo; answers the address that takes its bytes."""
    found = queries.capture_for(user_of(request), pk)
    if request.method == "OPTIONS":
        return _answer(
            204,
            {
                "Tus-Version": VERSION,
                "Tus-Extension": "creation,termination,expiration",
                "Tus-Max-Size": str(uploading.MOST_BYTES),
            },
        )
    if (wrong := _wrong_version(request)) is not None:
        return wrong
    told = _metadata(request.headers.get("Upload-Metadata", ""))
    try:
        begun = uploading.begin_upload(
            by=user_of(request),
            capture=found,
            name=told.get("filename", "photo"),
            length=_number(request, "Upload-Length"),
            wanted=told.get("wanted", ""),
        )
    except Refused as refused:
        return _refusal(refused)
    headers = {"Location": reverse("twins:upload", args=[begun.pk]), **_state(begun)}
    return _answer(201, headers)


@for_roles("model")
@require_http_methods(["HEAD", "PATCH", "DELETE", "GET"])
@never_cache
def upload(request: HttpRequest, pk: str) -> HttpResponse:
    """HEAD: where to go on. PATCH: the next bytes. DELETE: give up. GET: what became of it."""
    found = queries.upload_for(user_of(request), pk)
    if request.method == "GET":
        return _outcome(request, found)
    if (wrong := _wrong_version(request)) is not None:
        return wrong
    try:
        uploading.must_last(found)
        if request.method == "HEAD":
            return _answer(200, {"Upload-Length": str(found.length), **_state(found)})
        if request.method == "DELETE":
            uploading.give_up_upload(by=user_of(request), upload=found)
            return _answer(204)
        return _receive(request, found)
    except Refused as refused:
        return _refusal(refused)


def _receive(request: HttpRequest, found: Upload) -> HttpResponse:
    if request.content_type != "application/offset+octet-stream":
        return _answer(415, words="Bytes come as application/offset+octet-stream.")
    offset = _number(request, "Upload-Offset")
    announced = int(request.META.get("CONTENT_LENGTH") or 0)
    if offset + announced > found.length:
        raise uploading.TooLarge("more_than_announced", "The file is longer than was announced.")
    user = user_of(request)
    found = uploading.receive_piece(by=user, upload=found, offset=offset, data=b"")
    for piece in _pieces(request):
        found = uploading.receive_piece(by=user, upload=found, offset=found.received, data=piece)
    if found.received == found.length:
        found = uploading.finish_upload(by=user, upload=found)
    return _answer(204, _state(found))


def _pieces(request: HttpRequest) -> Iterator[bytes]:
    """The body in pieces. Where the connection breaks off, what has come is kept: that is the point of it."""
    left = int(request.META.get("CONTENT_LENGTH") or 0)
    while left > 0:
        piece = b""
        while left > 0 and len(piece) < uploading.PIECE:
            try:
                part = request.read(min(1 << 16, left, uploading.PIECE - len(piece)))
            except UnreadablePostError:
                part = b""
            if not part:
                left = 0
                break
            piece, left = piece + part, left - len(part)
        if piece:
            yield piece


def _outcome(request: HttpRequest, found: Upload) -> HttpResponse:
    """The verdict on the photo, as the plain form answers it. One whose last answer was lost is ended here."""
    if found.received == found.length and found.finished_at is None:
        found = uploading.finish_upload(by=user_of(request), upload=found)
    if found.photo is not None:
        return photo_card(request, found.photo, wanted=found.wanted)
    if found.refusal:
        context = {"name": found.name, "refused": found.refusal}
        return render(request, "twins/not_kept.html", context, status=int(found.refusal["status"]))
    return _answer(409, words=f"{found.received} of {found.length} bytes are here.")


def _state(found: Upload) -> dict[str, str]:
    return {"Upload-Offset": str(found.received), "Upload-Expires": http_date(found.ends_at.timestamp())}


def _wrong_version(request: HttpRequest) -> HttpResponse | None:
    if request.headers.get("Tus-Resumable") == VERSION:
        return None
    return _answer(412, {"Tus-Version": VERSION}, words=f"This speaks tus {VERSION}.")


def _number(request: HttpRequest, name: str) -> int:
    text = request.headers.get(name, "")
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise BadInput("bad_header", f"{name} must be a whole number.", hint="Follow tus 1.0.0.")
    return int(text)


def _metadata(header: str) -> dict[str, str]:
    """Names and base64 values; what cannot be read is left out, for it only names the file."""
    told: dict[str, str] = {}
    for pair in header.split(",")[:8]:
        name, _, value = pair.strip().partition(" ")
        try:
            told[name] = base64.b64decode(value, validate=True).decode("utf-8")[:200]
        except (binascii.Error, UnicodeDecodeError):
            continue
    return told


def _refusal(refused: Refused) -> HttpResponse:
    return _answer(refused.status, words=f"{refused.reason} {refused.hint}".strip())


def _answer(status: int, headers: dict[str, Any] | None = None, *, words: str = "") -> HttpResponse:
    return HttpResponse(
        words,
        status=status,
        content_type="text/plain; charset=utf-8",
        headers={"Tus-Resumable": VERSION, **(headers or {})},
    )
