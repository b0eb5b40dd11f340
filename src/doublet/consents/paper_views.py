"""The papers that a model reads, signs and takes back: in her language, one document a page."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from doublet.consents import actions, queries
from doublet.consents.languages import Language, language
from doublet.consents.models import Consent
from doublet.consents.rules import READING_TIME
from doublet.consents.signing import LanguageForm, SignForm, WriteForm
from doublet.consents.text import sections
from doublet.kernel import clock
from doublet.kernel.refusals import NotThere, Refused
from doublet.people import rights
from doublet.people.access import for_roles, reauthenticated_at, signed_in_just_now, user_of
from doublet.people.models import ModelProfile
from doublet.people.queries import profile_of

YEAR = timedelta(days=365)


@for_roles("model")
@require_safe
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """Every kind of consent and how it stands."""
    model = _me(request)
    context = {
        "said": language(model.language),
        "kinds": queries.kinds_of(model, _today()),
        "older": queries.older(model),
    }
    return render(request, "consents/list.html", context)


@for_roles("model")
@never_cache
def write(request: HttpRequest, kind: str) -> HttpResponse:
    """Choose how long, and have the document written."""
    if kind not in Consent.Kind.values:
        raise NotThere("unknown_kind", "There is no such kind of consent.")
    model = _me(request)
    said, status = language(model.language), 200
    with override(said.django):
        form = WriteForm.until(_today() + YEAR, kind=kind, said=said)
        if request.method == "POST":
            form, status = WriteForm(request.POST, kind=kind, said=said), 400
            if form.is_valid():
                try:
                    consent = actions.open_consent(
                        by=user_of(request), model=model, kind=kind, starts=_today(), **form.wanted()
                    )
                except Refused as refused:
                    form.explain(refused)
                    status = refused.status
                else:
                    return redirect("consents:read", consent.pk)
        return render(
            request, "consents/write.html", {"form": form, "kind": kind, "said": said}, status=status
        )


@login_required
@require_safe
@never_cache
def read(request: HttpRequest, pk: str) -> HttpResponse:
    """One document, in the exact words on file."""
    consent = queries.consent_for(user_of(request), pk)
    form = SignForm(initial={"shown_sha256": consent.text_sha256}, said=language(consent.language))
    return _document(request, consent, form)


@for_roles("model")
@require_POST
@never_cache
def reword(request: HttpRequest, pk: str) -> HttpResponse:
    """The same terms in another language, to be read from the start."""
    consent = queries.consent_for(user_of(request), pk)
    form = LanguageForm(request.POST, said=language(consent.language))
    if not form.is_valid():
        return redirect("consents:read", pk)
    anew = actions.reword_consent(
        by=user_of(request), consent=consent, language=form.cleaned_data["language"]
    )
    _tell(request, language(anew.language), "rewritten_message")
    return redirect("consents:read", anew.pk)


@for_roles("model")
@signed_in_just_now
@never_cache
def sign(request: HttpRequest, pk: str) -> HttpResponse:
    """Her signature under the words that she was shown."""
    consent = queries.consent_for(user_of(request), pk)
    if request.method != "POST":
        return redirect("consents:read", pk)
    said = language(consent.language)
    with override(said.django):
        form = SignForm(request.POST, said=said)
        if not form.is_valid():
            return _document(request, consent, form, status=400)
        try:
            actions.sign_consent(
                by=user_of(request),
                consent=consent,
                typed_name=form.cleaned_data["name"],
                shown_sha256=form.cleaned_data["shown_sha256"],
                waive_waiting=form.cleaned_data["waive"],
                reauthenticated_at=reauthenticated_at(request),
                advice=form.advice(),
            )
        except Refused as refused:
            form.explain(refused, legal_name=consent.model.legal_name)
            return _document(request, consent, form, status=refused.status)
    _tell(request, said, "signed_message")
    return redirect("consents:read", pk)


@for_roles("model")
@never_cache
def withdraw(request: HttpRequest, pk: str) -> HttpResponse:
    """One page that says what will happen, and one button. No reason is asked."""
    consent = queries.consent_for(user_of(request), pk)
    said = language(consent.model.language)
    if request.method == "POST":
        actions.withdraw_consent(by=user_of(request), consent=consent)
        _tell(request, said, "withdrawn_message")
        return redirect("consents:read", pk)
    if "withdrawn" not in Consent.MOVES[consent.status]:
        return redirect("consents:read", pk)
    title, _ = sections(consent.text)
    context = {
        "consent": consent,
        "title": title,
        "written": language(consent.language),
        "said": said,
        "effects": queries.effects(consent, said),
    }
    return render(request, "consents/withdraw.html", context)


@login_required
@require_safe
@never_cache
def paper(request: HttpRequest, pk: str) -> HttpResponse:
    """The sealed PDF."""
    consent = queries.consent_for(user_of(request), pk)
    answer = HttpResponse(queries.paper(consent), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{consent.pk}.pdf"'
    return answer


@login_required
@require_safe
@never_cache
def receipt(request: HttpRequest, pk: str) -> HttpResponse:
    """The signed receipt, as JSON with the exact text beside it, so that its hash can be checked anywhere."""
    consent = queries.consent_for(user_of(request), pk)
    if not consent.receipt:
        raise NotThere("not_signed", "This document is not signed, so there is no receipt yet.")
    told = {"receipt": consent.receipt, "text": consent.text, "terms": consent.terms}
    answer = JsonResponse(told, json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="{consent.pk}.json"'
    return answer


def _document(request: HttpRequest, consent: Consent, form: SignForm, *, status: int = 200) -> HttpResponse:
    title, parts = sections(consent.text)
    said = language(consent.language)
    context = {
        "consent": consent,
        "said": said,
        "title": title,
        "parts": parts,
        "form": form,
        "languages": LanguageForm(initial={"language": consent.language}, said=said),
        "hers": rights.is_model(user_of(request), consent.model),
        "waits_until": consent.shown_at + READING_TIME,
        "waiting": clock.now() < consent.shown_at + READING_TIME,
        "ended": consent.ends < _today(),
        "doubt": queries.why_not_genuine(consent) if consent.signed_at else "",
        "stopped": consent.status == Consent.Status.SUSPENDED,
    }
    return render(request, "consents/read.html", context, status=status)


def _tell(request: HttpRequest, said: Language, key: str) -> None:
    messages.success(request, format_html('<span lang="{}">{}</span>', said.html, said.word("page", key)))


def _me(request: HttpRequest) -> ModelProfile:
    return profile_of(user_of(request))


def _today() -> date:
    return clock.now().date()
