"""What a model or an agency earned: now, month by month, and on paper."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doublet.kernel import clock
from doublet.kernel.refusals import NotThere
from doublet.ledger import papers, periods, sheets
from doublet.ledger.holders import PARTY_WORDS
from doublet.ledger.statements import Payee, Statement
from doublet.ledger.telling import currencies_of, statement_of
from doublet.ledger.views import shown
from doublet.people.access import SignedIn, for_roles
from doublet.people.models import Role, User
from doublet.people.queries import profile_of

OWN = ("model", "agent")
_AGENCY: tuple[Payee, ...] = ("agent", "mother_agent")


@for_roles(*OWN)
@require_safe
@never_cache
def statement(request: SignedIn) -> HttpResponse:
    """What is ready, what waits and for whom, and picture by picture why it is this sum."""
    payee, holder = payee_of(request.user, request.GET.get("as", ""))
    known = currencies_of(payee, holder)
    context: dict[str, Any] = {"payee": payee, "sides": _sides(request.user)}
    if not known:
        return render(request, "ledger/statement.html", context | {"told": None})
    currency = _known(known, request.GET.get("currency", known[0]))
    context |= {
        "currency": currency,
        "tabs": [(code, _address("statement", payee, currency=code)) for code in known],
        "here": _address("statement", payee, currency=currency),
        "own": "" if payee in ("model", "agent") else f"&as={payee}",
    }
    context |= shown.page_of(payee, holder, currency, number=request.GET.get("page"))
    return render(request, "ledger/statement.html", context)


@for_roles(*OWN)
@require_safe
@never_cache
def period(request: SignedIn, currency: str) -> HttpResponse:
    """One month's or year's statement: from what was open before to what is open after."""
    told = _asked(request, currency)
    own = "" if told.payee in ("model", "agent") else f"&as={told.payee}"
    context = {"payee": told.payee, "currency": currency, "own": own, "period": told.period}
    return render(request, "ledger/period.html", context | shown.of_period(told))


@for_roles(*OWN)
@require_safe
@never_cache
def paper(request: SignedIn, currency: str) -> HttpResponse:
    """The statement as a sealed PDF."""
    told = _asked(request, currency)
    return file_of(papers.statement_pdf(told, at=clock.now()), "application/pdf", _name(told, "pdf"))


@for_roles(*OWN)
@require_safe
@never_cache
def table(request: SignedIn, currency: str) -> HttpResponse:
    """The statement as a table."""
    told = _asked(request, currency)
    return file_of(sheets.statement_table(told).encode(), "text/csv; charset=utf-8", _name(told, "csv"))


@for_roles(*OWN)
@require_safe
@never_cache
def data(request: SignedIn, currency: str) -> HttpResponse:
    """The statement as JSON."""
    told = _asked(request, currency)
    text = json.dumps(sheets.statement_data(told), ensure_ascii=False, indent=2)
    return file_of(text.encode(), "application/json", _name(told, "json"))


def payee_of(user: User, side: str = "") -> tuple[Payee, str]:
    """As whom this person is paid: a model by herself, an agent with her agency.

    Args:
        side: for an agency, ``mother_agent`` where it is one.
    """
    if user.role == Role.MODEL:
        return "model", profile_of(user).pk
    return ("mother_agent" if side == "mother_agent" else "agent"), str(user.agency_id)


def file_of(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to keep."""
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _asked(request: SignedIn, currency: str) -> Statement:
    payee, holder = payee_of(request.user, request.GET.get("as", ""))
    stretch = periods.read(request.GET.get("period", ""))
    return statement_of(payee, holder, _known(currencies_of(payee, holder), currency), stretch)


def _known(currencies: list[str], currency: str) -> str:
    if currency not in currencies:
        raise NotThere("no_such_statement", "You have no earnings in this currency.")
    return currency


def _sides(user: User) -> list[tuple[str, str, Payee]]:
    """Where an agency is paid as two kinds of party, one tab for each."""
    if user.role == Role.MODEL:
        return []
    found = [each for each in _AGENCY if currencies_of(each, str(user.agency_id))]
    return (
        [(PARTY_WORDS[each], _address("statement", each), each) for each in found] if len(found) > 1 else []
    )


def _address(name: str, payee: Payee, **asked: str) -> str:
    more = asked if payee in ("model", "agent") else {**asked, "as": payee}
    return f"{reverse(f'ledger:{name}')}{f'?{urlencode(more)}' if more else ''}"


def _name(told: Statement, kind: str) -> str:
    return f"{'-'.join(filter(None, ('statement', told.currency, told.period.code)))}.{kind}"
