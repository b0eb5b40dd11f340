"""Opening an account, and the settings of one's own."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from doublet.kernel.refusals import Refused
from doublet.people import actions, commissions, factors, identity, queries
from doublet.people.access import SignedIn, for_roles, signed_in, signed_in_just_now
from doublet.people.brand_names import BrandNamesForm
from doublet.people.forms import BankForm, JoinForm, MandateForm, ProfileForm, TokenForm, explain
from doublet.people.models import ApiToken, ModelProfile
from doublet.people.wording import example_of


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


@signed_in
@never_cache
def me(request: SignedIn) -> HttpResponse:
    """Settings of one's own account."""
    return settings_page(request)


@signed_in
@never_cache
@require_safe
def second_factor(request: SignedIn) -> HttpResponse:
    """Why signing and paying need a second proof, and the two ways to have one."""
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = ""
    has = factors.has_second(request.user)
    confirmed = not queries.unconfirmed_address(request.user)
    context = {"back": back, "has": has, "confirmed": confirmed}
    return render(request, "people/second_factor.html", context)


@signed_in
@require_POST
def profile_change(request: SignedIn) -> HttpResponse:
    """A model saves her profile."""
    model = own_profile(request)
    form = ProfileForm(request.POST, instance=model)
    if form.is_valid():
        try:
            actions.change_profile(by=request.user, model=model, **form.cleaned_data)
        except Refused as refused:
            explain(form, refused)
        else:
            messages.success(request, "Saved.")
            return redirect("me")
    return settings_page(request, profile_form=form, status=400)


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
    return settings_page(request, bank_form=form, status=status)


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
            return settings_page(request, secret=secret, status=201)
    return settings_page(request, token_form=form, status=400)


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


def own_profile(request: SignedIn) -> ModelProfile:
    """The model who asks; anybody else finds nothing here."""
    profile = ModelProfile.objects.filter(user=request.user).first()
    if profile is None:
        raise Http404
    return profile


def settings_page(request: SignedIn, *, status: int = 200, **changed: Any) -> HttpResponse:
    """The settings, with forms that were filled in wrongly in the place of empty ones."""
    context: dict[str, Any] = {"tokens": queries.tokens_of(request.user), "token_form": TokenForm()}
    profile = ModelProfile.objects.filter(user=request.user).first()
    if payee := profile or request.user.agency:
        context |= {"payee": payee, "bank_form": BankForm()}
    if request.user.brand:
        context |= {
            "brand": request.user.brand,
            "brand_names_form": BrandNamesForm.showing(request.user.brand),
        }
    context["factor_missing"] = factors.is_missing(request.user) and factors.signs_or_pays(request.user)
    if profile:
        context |= {
            "profile": profile,
            "identity": identity.identity_state(profile),
            "mandates": queries.living_mandates(profile),
            "proposals": queries.proposals_to(request.user),
            "example": example_of(commissions.taken_of(profile)),
            "profile_form": ProfileForm(instance=profile),
            "mandate_form": MandateForm(queries.agencies_without_mandate(profile)),
        }
    return render(request, "people/me.html", context | changed, status=status)
