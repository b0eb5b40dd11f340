"""The log for anybody: a page in plain words, and the same for machines, from any site."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doublet.kernel.refusals import BadInput, Refused
from doublet.provenance.limits import count_proof
from doublet.provenance.log import heads, merkle
from doublet.provenance.log.forms import EventForm, OldForm, SpokenOldForm
from doublet.provenance.log.tables import TreeHead
from doublet.provenance.speaking import page, spoken

_PAGE = 100


@never_cache
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """What the log is, where it stands, and whether it still holds what somebody saw in it."""
    said, head = spoken(request), heads.newest()
    asked = SpokenOldForm(request.GET if "old" in request.GET else None, said=said)
    context: dict[str, Any] = {
        "head": head,
        "signed": said.text("log", "signed_value", day=head.at.date(), time=f"{head.at:%H:%M:%S}")
        if head
        else "",
        "form": asked,
        "recent": TreeHead.objects.order_by("-size")[:8],
    }
    status = 200
    if asked.is_bound:
        status = 400
        if asked.is_valid():
            try:
                count_proof(request.META.get("REMOTE_ADDR", ""))
                context["answer"], status = _still_there(asked.cleaned_data), 200
            except Refused as refused:
                asked.explain(refused)
                status = refused.status
    return page(request, "provenance/log.html", context, said=said, status=status)


@require_safe
def newest(_request: HttpRequest) -> HttpResponse:
    """The newest signed head."""
    head = heads.newest()
    return _public({"head": heads.as_dict(head) if head else None})


@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Signed heads, the newest first, below a size where one is named."""
    found = TreeHead.objects.order_by("-size")
    below = request.GET.get("below", "")
    if below.isdecimal() and len(below) < 16:
        found = found.filter(size__lt=int(below))
    return _public({"heads": [heads.as_dict(head) for head in found[:_PAGE]]})


@require_safe
def inclusion(request: HttpRequest) -> HttpResponse:
    """That an event is in the log."""
    form = _valid(EventForm(request.GET), "?event=1&size=100; size may be left out")
    count_proof(request.META.get("REMOTE_ADDR", ""))
    return _public(heads.prove_inclusion(form["event"], form["size"]))


@require_safe
def consistency(request: HttpRequest) -> HttpResponse:
    """That an older log is the beginning of this one."""
    form = _valid(OldForm(request.GET), "?old=1&new=100; new may be left out")
    count_proof(request.META.get("REMOTE_ADDR", ""))
    return _public(heads.prove_consistency(form["old"], form["new"]))


def _still_there(asked: dict[str, Any]) -> dict[str, Any]:
    """The proof, and whether the root that somebody kept fits it."""
    proof = heads.prove_consistency(asked["old"])
    path = [bytes.fromhex(step) for step in proof["path"]]
    new, size = bytes.fromhex(proof["head"]["root_sha256"]), proof["head"]["tree_size"]
    kept = bytes.fromhex(asked["root"])
    fits = merkle.is_consistent(asked["old"], size, path, kept, new) if kept else None
    return {"old": asked["old"], "size": size, "path": proof["path"], "fits": fits}


def _valid(form: Any, example: str) -> dict[str, Any]:
    if not form.is_valid():
        raise BadInput(
            "not_a_question",
            "The log was not asked for anything that it can prove.",
            hint=f"Ask like this: {example}.",
        )
    cleaned: dict[str, Any] = form.cleaned_data
    return cleaned


def _public(data: dict[str, Any]) -> HttpResponse:
    answer = JsonResponse(data, json_dumps_params={"indent": 2})
    answer["Cache-Control"] = "public, max-age=30"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
