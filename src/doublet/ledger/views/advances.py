"""Advances: an agency tells them, the model answers each one herself."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from doublet.kernel.money import Money
from doublet.kernel.refusals import Refused
from doublet.ledger import advances as doing
from doublet.ledger.forms import AdvanceForm
from doublet.ledger.models import Advance
from doublet.people.access import SignedIn, for_roles, reauthenticated_at, signed_in_just_now, user_of
from doublet.people.forms import explain
from doublet.people.models import Mandate, ModelProfile, User

_FIELDS = {"items_missing": "items", "item_amount": "items", "advance_share": "percent"}


@for_roles("model", "agent")
@never_cache
def advances(request: SignedIn) -> HttpResponse:
    """What was told, agreed, paid back; for an agency a form to tell one."""
    form = AdvanceForm(_represented(request.user), request.POST or None) if request.user.agency_id else None
    status = 200
    if request.method == "POST":
        status = 400
        if form is not None and form.is_valid():
            try:
                told = doing.tell_advance(by=request.user, **form.told())
            except Refused as refused:
                explain(form, refused, _FIELDS)
                status = refused.status
            else:
                messages.success(
                    request, f"Told. {told.model} answers it herself; nothing is taken before that."
                )
                return redirect("ledger:advances")
    rows = [_row(advance) for advance in doing.advances_seen_by(request.user)]
    return render(request, "ledger/advances.html", {"rows": rows, "form": form}, status=status)


@for_roles("model")
@require_POST
def answer(request: SignedIn, pk: str) -> HttpResponse:
    """Her yes, for which she has just signed in, or her no."""
    if request.POST.get("answer") == "yes":
        return _agree(request, pk)
    advance = doing.answer_advance(by=request.user, advance=doing.advance_for(request.user, pk), agrees=False)
    messages.success(request, f"You said no. Nothing is taken for it; {advance.agency} was told.")
    return redirect("ledger:advances")


@signed_in_just_now
def _agree(request: HttpRequest, pk: str) -> HttpResponse:
    user = user_of(request)
    advance = doing.answer_advance(
        by=user,
        advance=doing.advance_for(user, pk),
        agrees=True,
        reauthenticated_at=reauthenticated_at(request),
    )
    messages.success(
        request, f"Agreed. It is paid back out of what you approve from now on, until {_amount(advance)}."
    )
    return redirect("ledger:advances")


def _row(advance: Advance) -> dict[str, object]:
    left = doing.left_of(advance)
    return {
        "advance": advance,
        "amount": _amount(advance),
        "left": left,
        "back": _amount(advance) - left,
        "items": [(words, Money(minor, advance.currency)) for words, minor in advance.items],
        "keeps": f"{(10_000 - advance.share_bp) / 100:g}",
        "state": "refused" if advance.refused_at else "agreed" if advance.agreed_at else "open",
    }


def _amount(advance: Advance) -> Money:
    return Money(advance.amount_minor, advance.currency)


def _represented(user: User) -> QuerySet[ModelProfile]:
    living = Mandate.objects.living().filter(agency_id=user.agency_id)
    return ModelProfile.objects.filter(pk__in=living.values("model_id")).order_by("public_name")
