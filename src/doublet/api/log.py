"""The public log, without a token."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from doublet.api.problems import PROBLEMS
from doublet.provenance.limits import count_proof
from doublet.provenance.log import heads
from doublet.provenance.log.tables import TreeHead

router = Router(tags=["log"])
Size = Annotated[int, Field(ge=1, le=2**53)]


class TreeHeadOut(Schema):
    """The root over the first `tree_size` events; `signed` is the same as a compact JWS."""

    log: str
    tree_size: int
    root_sha256: str
    at: str
    signed: str


class NewestHeadOut(Schema):
    """The newest head; null before the first."""

    head: TreeHeadOut | None


class TreeHeadsOut(Schema):
    """Signed heads, the newest first."""

    heads: list[TreeHeadOut]


class InclusionOut(Schema):
    """An audit path of RFC 9162 section 2.1.3, from the leaf up."""

    event: int
    leaf_index: int
    leaf_sha256: str
    path: list[str]
    head: TreeHeadOut


class ConsistencyOut(Schema):
    """A consistency proof of RFC 9162 section 2.1.4."""

    old_size: int
    path: list[str]
    head: TreeHeadOut


@router.get("/log/head", response={200: NewestHeadOut, **PROBLEMS}, auth=None)
def head(request: HttpRequest) -> dict[str, Any]:
    """Where the log stands."""
    found = heads.newest()
    return {"head": heads.as_dict(found) if found else None}


@router.get("/log/heads", response={200: TreeHeadsOut, **PROBLEMS}, auth=None)
def every_head(request: HttpRequest, below: Query[Size | None] = None) -> dict[str, Any]:
    """A hundred heads, those below a size where one is named."""
    found = TreeHead.objects.order_by("-size")
    if below is not None:
        found = found.filter(size__lt=below)
    return {"heads": [heads.as_dict(each) for each in found[:100]]}


@router.get("/log/inclusion/{event}", response={200: InclusionOut, **PROBLEMS}, auth=None)
def inclusion(request: HttpRequest, event: Size, size: Query[Size | None] = None) -> dict[str, Any]:
    """That an event is in the log of a signed head; the newest where none is named."""
    count_proof(request.META.get("REMOTE_ADDR", ""))
    return heads.prove_inclusion(event, size)


@router.get("/log/consistency/{old}", response={200: ConsistencyOut, **PROBLEMS}, auth=None)
def consistency(request: HttpRequest, old: Size, new: Query[Size | None] = None) -> dict[str, Any]:
    """That the log of `old` events is the beginning of that of a signed head."""
    count_proof(request.META.get("REMOTE_ADDR", ""))
    return heads.prove_consistency(old, new)
