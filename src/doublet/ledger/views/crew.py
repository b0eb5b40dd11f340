"""What somebody of a crew earned, behind her secret link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doublet.ledger import wording
from doublet.ledger.holders import names
from doublet.ledger.telling import currencies_of, statement_of
from doublet.people.crew.queries import by_link


@never_cache
@require_safe
def crew_money(request: HttpRequest, secret: str) -> HttpResponse:
    """Her statement: what waits for a brand, what is ready, what was paid out."""
    member = by_link(secret)
    if not member.link_lives:
        return redirect("crew", secret)
    told = [statement_of("crew", member.pk, currency) for currency in currencies_of("crew", member.pk)]
    brands = names(line.brand for each in told for line in each.lines)
    sheets = [
        (
            each,
            [(line, brands.get(line.brand, ""), wording.state(line.state)) for line in reversed(each.lines)],
        )
        for each in told
    ]
    return render(request, "ledger/crew.html", {"member": member, "secret": secret, "sheets": sheets})
