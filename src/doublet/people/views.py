"""Opening accounts, settings, and the operator's page of people."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from doublet.kernel.refusals import Refused
from doublet.people import actions, queries
from doublet.people.access import SignedIn, for_roles, signed_in, signed_in_just_now
from doublet.people.forms import BankForm, InviteForm, JoinForm, MandateForm, ProfileForm, TokenForm, explain
from doublet.people.models import ApiToken, Mandate, ModelProfile


@sensitive_post_parameters()
@never_cache
def join(request: HttpRequest) -> HttpResponse:
    """A model opens her account and is signed in."""
    if request.user.is_authenticated:
        return redirect("home")
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            profile = actions.open_model_account(**form.cleaned_data)
        except Refused as refused:
            explain(form, refused)
            return render(request, "people/join.html", {"form": form}, status=refused.status)
        messages.success(request, f"Welcome, {profile.public_name}. Your account is open.")
        return perform_login(request, profile.user)
    return render(request, "people/join.html", {"form": form}, status=400 if form.is_bound else 200)


@for_roles("operator")
@never_cache
def people(request: SignedIn) -> HttpResponse:
    """Who is here; invite an agent or a brand."""
    form = InviteForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                context["invited"], context["link"] = actions.open_house_account(
                    by=request.user, **form.cleaned_data
                )
                context["form"], status = InviteForm(), 201
            except Refused as refused:
                explain(form, refused)
                status = refused.status
    context["agencies"], context["brands"] = queries.houses()
    context["unchecked"] = queries.models_without_age_check()
    return render(request, "people/people.html", context, status=status)


@for_roles("operator")
@require_POST
def age_confirm(request: SignedIn, pk: str) -> HttpResponse:
    """The operator has seen a document with the birth date."""
    model = actions.confirm_age(by=request.user, model=get_object_or_404(ModelProfile, pk=pk))
    messages.success(request, f"The birth date of {model} is confirmed.")
    return redirect("people")


@signed_in
@never_cache
def me(request: SignedIn) -> HttpResponse:
    """Settings of one's own account."""
    return _settings(request)


@signed_in
@require_POST
def profile_change(request: SignedIn) -> HttpResponse:
    """A model saves her profile."""
    model = _own_profile(request)
    form = ProfileForm(request.POST, instance=model)
    if form.is_valid():
        try:
            actions.change_profile(by=request.user, model=model, **form.cleaned_data)
        except Refused as refused:
            explain(form, refused)
        else:
            messages.success(request, "Saved.")
            return redirect("me")
    return _settings(request, profile_form=form, status=400)


@for_roles("model", "agent")
@require_POST
def bank_change(request: SignedIn) -> HttpResponse:
    """Where she is paid. Asked with the password, since whoever changes it gets the money."""
    return _bank_change(request)


@signed_in_just_now
def _bank_change(request: HttpRequest) -> HttpResponse:
    request = cast(SignedIn, request)
    form = BankForm(request.POST)
    status = 400
    if form.is_valid():
        try:
            holder = actions.set_bank_account(by=request.user, **form.cleaned_data)
        except Refused as refused:
            explain(form, refused)
            status = refused.status
        else:
            messages.success(request, f"Saved. Payouts go to the account that ends in {holder.iban[-4:]}.")
            return redirect("me")
    return _settings(request, bank_form=form, status=status)


@signed_in
@require_POST
def mandate_give(request: SignedIn) -> HttpResponse:
    """A model gives a mandate."""
    model = _own_profile(request)
    form = MandateForm(queries.agencies_without_mandate(model), request.POST)
    if form.is_valid():
        try:
            mandate = actions.give_mandate(
                by=request.user,
                model=model,
                agency=form.cleaned_data["agency"],
                commission_bp=int(form.cleaned_data["percent"] * 100),
            )
        except Refused as refused:
            explain(form, refused)
        else:
            messages.success(request, f"{mandate.agency} may now negotiate for you. Signing stays yours.")
            return redirect("me")
    return _settings(request, mandate_form=form, status=400)


@signed_in
@require_POST
def mandate_end(request: SignedIn, pk: str) -> HttpResponse:
    """A model ends a mandate."""
    mandate = get_object_or_404(Mandate, pk=pk, model=_own_profile(request))
    actions.end_mandate(by=request.user, mandate=mandate)
    messages.success(request, f"{mandate.agency} can no longer act for you.")
    return redirect("me")


@signed_in
@never_cache
@require_POST
def token_make(request: SignedIn) -> HttpResponse:
    """A new token; its secret stands on the answer to this one request and nowhere else."""
    form = TokenForm(request.POST)
    if form.is_valid():
        try:
            _, secret = actions.make_token(by=request.user, **form.cleaned_data)
        except Refused as refused:
            explain(form, refused)
        else:
            return _settings(request, secret=secret, status=201)
    return _settings(request, token_form=form, status=400)


@signed_in
@require_POST
def token_revoke(request: SignedIn, pk: str) -> HttpResponse:
    """A token ends."""
    token = get_object_or_404(ApiToken, pk=pk, user=request.user)
    actions.revoke_token(by=request.user, token=token)
    messages.success(request, f"The token “{token.label}” no longer works.")
    return redirect("me")


@signed_in
@never_cache
@require_safe
def data(request: SignedIn) -> HttpResponse:
    """Everything that the house holds on this account, as a file."""
    answer = JsonResponse(
        queries.my_data(request.user), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


def _own_profile(request: SignedIn) -> ModelProfile:
    profile = ModelProfile.objects.filter(user=request.user).first()
    if profile is None:
        raise Http404
    return profile


def _settings(request: SignedIn, *, status: int = 200, **changed: Any) -> HttpResponse:
    context: dict[str, Any] = {"tokens": queries.tokens_of(request.user), "token_form": TokenForm()}
    profile = ModelProfile.objects.filter(user=request.user).first()
    if payee := profile or request.user.agency:
        context |= {"payee": payee, "bank_form": BankForm()}
    if profile:
        context |= {
            "profile": profile,
            "mandates": queries.living_mandates(profile),
            "profile_form": ProfileForm(instance=profile),
            "mandate_form": MandateForm(queries.agencies_without_mandate(profile)),
        }
    return render(request, "people/me.html", context | changed, status=status)
