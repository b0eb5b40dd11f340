"""The capture page: learn how, upload, read the verdicts, make the twin."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doublet.kernel import clock
from doublet.kernel.refusals import Refused
from doublet.people.access import for_roles, user_of
from doublet.people.queries import profile_of
from doublet.twins import actions, guide, queries
from doublet.twins.forms import OpenForm, PhotosForm, WaiveForm
from doublet.twins.identity import identity_of
from doublet.twins.models import CapturePhoto, CaptureSet
from doublet.twins.thresholds import current


@for_roles("model")
@require_safe
@never_cache
def capture(request: HttpRequest) -> HttpResponse:
    """Everything about her photos on one page."""
    return _page(request)


@for_roles("model")
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Open a set."""
    form = OpenForm(request.POST)
    form.is_valid()
    try:
        actions.open_capture(by=user_of(request), model=profile_of(user_of(request)), **form.cleaned_data)
    except Refused as refused:
        name = "attests_adult" if refused.code == "adult_not_attested" else None
        form.add_error(name, f"{refused.reason} {refused.hint}".strip())
        return _page(request, open_form=form, status=refused.status)
    return redirect("twins:capture")


@for_roles("model")
@require_POST
def add(request: HttpRequest, pk: str) -> HttpResponse:
    """Look at photos. Sent one by one by the page's script (each answers its verdict), or many at once."""
    found = queries.capture_for(user_of(request), pk)
    form = PhotosForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, photos_form=form, status=400)
    one_by_one = "HX-Request" in request.headers
    refusals = []
    for file in form.cleaned_data["photos"]:
        try:
            kept = actions.add_photo(by=user_of(request), capture=found, data=file.read(), name=file.name)
        except Refused as refused:
            refusals.append((file.name, refused))
        else:
            if one_by_one:
                return photo_card(request, kept, wanted=form.cleaned_data["wanted"])
            if missed := guide.missed(form.cleaned_data["wanted"], kept.covers, kept.measures):
                messages.warning(request, missed)
    for name, why in refusals:
        if one_by_one:
            return render(request, "twins/not_kept.html", {"name": name, "refused": why}, status=why.status)
        messages.error(request, f"{name} was not kept. {why.reason} {why.hint}".strip())
    return redirect("twins:capture")


def photo_card(request: HttpRequest, kept: CapturePhoto, *, wanted: str = "") -> HttpResponse:
    """One photo with its verdict, and whether it is the one that she was taking."""
    missed = guide.missed(wanted, kept.covers, kept.measures)
    return render(request, "twins/photo.html", {"photo": kept, "missed": missed})


@for_roles("model")
@require_safe
@never_cache
def report(request: HttpRequest, pk: str) -> HttpResponse:
    """What is said of the whole set, for the page's script after an upload."""
    return render(request, "twins/set.html", _of(request, queries.capture_for(user_of(request), pk)))


@for_roles("model")
@require_POST
def delete(request: HttpRequest, pk: str) -> HttpResponse:
    """Delete a photo for good."""
    actions.remove_photo(by=user_of(request), photo=queries.photo_for(user_of(request), pk))
    messages.success(request, "Deleted, file and all.")
    return redirect("twins:capture")


@for_roles("model")
@require_POST
def make(request: HttpRequest, pk: str) -> HttpResponse:
    """Fix the photos as a version of her twin; refused until she has signed that it may be made."""
    found = queries.capture_for(user_of(request), pk)
    version = actions.make_version(by=user_of(request), capture=found)
    messages.success(
        request, f"Your twin is made: version {version.number}, of {version.photos.count()} photos."
    )
    return redirect("twins:capture")


@for_roles("model", "operator")
@require_safe
def thumbnail(request: HttpRequest, pk: str) -> HttpResponse:
    """A small picture of a photo."""
    return _jpeg(queries.thumbnail(queries.photo_for(user_of(request), pk)))


@for_roles("model", "operator")
@require_safe
def photo(request: HttpRequest, pk: str) -> HttpResponse:
    """A photo as kept."""
    return _jpeg(queries.picture(queries.photo_for(user_of(request), pk)))


@for_roles("operator")
@require_safe
@never_cache
def unconfirmed(request: HttpRequest) -> HttpResponse:
    """Sets whose faces no machine may compare: a person looks."""
    return operators_page(request)


@for_roles("operator")
@require_POST
def confirm(request: HttpRequest, pk: str) -> HttpResponse:
    """The operator has looked: one and the same adult on every photo."""
    actions.confirm_same_person(by=user_of(request), capture=queries.capture_for(user_of(request), pk))
    messages.success(request, "Confirmed.")
    return redirect("twins:unconfirmed")


def operators_page(request: HttpRequest, *, status: int = 200, **changed: Any) -> HttpResponse:
    """Sets to look at, and sets without a selfie."""
    operator = user_of(request)
    context = {
        "captures": queries.visible_captures(operator),
        "unknown": queries.without_identity(operator),
        "waive_form": WaiveForm(),
        "thresholds": current(),
    }
    return render(request, "twins/unconfirmed.html", context | changed, status=status)


def _jpeg(data: bytes) -> HttpResponse:
    answer = HttpResponse(data, content_type="image/jpeg")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _page(request: HttpRequest, *, status: int = 200, **changed: Any) -> HttpResponse:
    model = profile_of(user_of(request))
    context: dict[str, Any] = {
        "open_form": OpenForm(),
        "photos_form": PhotosForm(),
        "base_layer": guide.BASE_LAYER,
        "lessons": guide.steps({}),
        "versions": queries.versions(model),
    }
    if (found := queries.latest_capture(model)) is not None:
        context |= _of(request, found)
    return render(request, "twins/capture.html", context | changed, status=status)


def _of(request: HttpRequest, found: CaptureSet) -> dict[str, Any]:
    told = found.report
    coverage = told.get("coverage", {})
    done, needed = guide.progress(coverage)
    return {
        "capture": found,
        "photos": list(found.photos.all()),
        "fictional": found.twin.model.fictional,
        "columns": guide.COLUMNS,
        "rows": guide.grid(coverage),
        "steps": guide.steps(coverage),
        "next": guide.next_lesson(coverage),
        "done": done,
        "needed": needed,
        "wears": [words for kind, words in guide.WEARS.items() if kind in told.get("wearable", [])],
        "wears_not": [words for kind, words in guide.WEARS.items() if kind not in told.get("wearable", [])],
        "unconfirmed": not found.may_compare_faces and found.confirmed_same_person_by_id is None,
        "identity": identity_of(found),
        "selfie_required": settings.REQUIRE_CHALLENGE,
        "consented": queries.may_be_made(found.twin.model, clock.now().date()),
    }
