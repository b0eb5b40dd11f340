"""The operator's pages of the bank's statements: read one, see what became of each line, decide the rest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from doublet.engines.bank import MOST_BYTES, Columns
from doublet.engines.bank.table import DATES
from doublet.kernel.money import EXPONENTS, Money
from doublet.kernel.refusals import BadInput, Refused
from doublet.ledger.bank import assigning, reading
from doublet.ledger.models import BankLine, BankStatement
from doublet.licences.models import Licence
from doublet.people import rights
from doublet.people.access import SignedIn, for_roles, with_second_factor
from doublet.people.forms import explain
from doublet.people.models import Brand

_WRITTEN = {"iso": "2026-11-30", "dmy": "30.11.2026", "dmy_slash": "30/11/2026", "mdy_slash": "11/30/2026"}


class StatementForm(forms.Form):
    """A file, and for a CSV which of the bank's columns is what."""

    file = forms.FileField(label="The bank's file", help_text="camt.053 (XML) or CSV, at most 10 MB.")
    day = forms.CharField(label="Day", initial="date", max_length=60, required=False)
    amount = forms.CharField(label="Amount, with a sign", initial="amount", max_length=60, required=False)
    credit = forms.CharField(label="Or: money in", max_length=60, required=False)
    debit = forms.CharField(label="and money out", max_length=60, required=False)
    currency = forms.CharField(label="Currency", initial="currency", max_length=60, required=False)
    counterparty = forms.CharField(
        label="Name of the other side", initial="name", max_length=60, required=False
    )
    text = forms.CharField(label="Words", initial="text", max_length=60, required=False)
    reference = forms.CharField(
        label="The bank's reference", initial="reference", max_length=60, required=False
    )
    end_to_end = forms.CharField(label="End-to-end id", initial="end_to_end", max_length=60, required=False)
    dates = forms.ChoiceField(
        label="Days are written", choices=[(code, _WRITTEN[code]) for code in DATES], required=False
    )
    one_currency = forms.ChoiceField(
        label="Where there is no column for it",
        choices=[(code, code) for code in sorted(EXPONENTS)],
        initial="EUR",
        required=False,
    )

    def mapping(self) -> Columns:
        """The columns as typed."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "file"}
        if given["credit"] or given["debit"]:
            given["amount"] = ""
        return Columns(
            **{**given, "dates": given["dates"] or "iso", "one_currency": given["one_currency"] or "EUR"}
        )


@for_roles("operator", "auditor")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bank(request: SignedIn) -> HttpResponse:
    """Every statement that was read, and a place for the next."""
    if request.method == "POST":
        rights.must_be_operator(request.user)
    form = StatementForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            file = form.cleaned_data["file"]
            if file.size > MOST_BYTES:
                raise BadInput("statement_too_large", "A statement has at most 10 MB.")
            told = reading.reconcile(by=request.user, data=file.read(), columns=form.mapping())
        except Refused as refused:
            explain(form, refused, {"column_missing": "day", "dates_unknown": "dates"})
            return render(request, "ui/operator/bank.html", _bank(form), status=refused.status)
        return redirect("operator:bank_statement", told[-1].pk)
    status = 400 if request.method == "POST" else 200
    return render(request, "ui/operator/bank.html", _bank(form), status=status)


@for_roles("operator", "auditor")
@never_cache
@require_safe
def bank_statement(request: SignedIn, pk: str) -> HttpResponse:
    """One statement: its balance beside the books, and every line with what became of it."""
    told = get_object_or_404(BankStatement, pk=pk)
    lines = list(told.lines.select_related("brand"))
    context = {
        "told": told,
        "standing": reading.standing(told),
        "waiting": [(line, _ways(line)) for line in lines if line.status in ("open", "proposed")],
        "done": [line for line in lines if line.status in ("settled", "set_aside")],
        "sure": sum(line.status == "proposed" and line.why in assigning.SURE for line in lines),
        "brands": Brand.objects.order_by("name"),
        "licences": Licence.objects.exclude(status="withdrawn").select_related("brand", "model"),
    }
    return render(request, "ui/operator/bank_statement.html", context)


@for_roles("operator")
@require_POST
@with_second_factor
def bank_confirm(request: SignedIn, pk: str) -> HttpResponse:
    """Confirm every proposal that rests on a reference."""
    count = assigning.confirm_all(by=request.user, statement=get_object_or_404(BankStatement, pk=pk))
    messages.success(request, f"{count} payment{'' if count == 1 else 's'} noted.")
    return redirect("operator:bank_statement", pk)


@for_roles("operator")
@require_POST
@with_second_factor
def bank_line(request: SignedIn, pk: str) -> HttpResponse:
    """What a person decides about one line."""
    line, given, by = get_object_or_404(BankLine, pk=pk), request.POST, request.user
    decided: dict[str, Any] = {
        "confirm": lambda: assigning.confirm(by=by, line=line),
        "assign": lambda: assigning.assign(by=by, line=line, **_whose(given.get("whose", ""))),
        "fee": lambda: assigning.note_fee(by=by, line=line),
        "after_all": lambda: assigning.paid_after_all(by=by, line=line),
        "set_aside": lambda: assigning.set_aside(by=by, line=line, why=given.get("why", "")),
        "reopen": lambda: assigning.reopen(by=by, line=line),
    }
    what = given.get("what", "")
    if what not in decided:
        raise BadInput("nothing_decided", "Say what this line is.")
    row = decided[what]()
    messages.success(request, f"{Money(row.amount_minor, row.currency)}: {row.get_status_display().lower()}.")
    return redirect("operator:bank_statement", line.statement_id)


def _bank(form: StatementForm) -> dict[str, Any]:
    return {
        "form": form,
        "columns": [form[name] for name in form.fields if name != "file"],
        "statements": [
            (told, reading.standing(told), told.lines.filter(status__in=("open", "proposed")).count())
            for told in BankStatement.objects.all()[:100]
        ],
    }


def _ways(line: BankLine) -> str:
    """Which decisions a line can take: in, out, or a payout that the bank made after all."""
    if line.amount_minor > 0:
        return "in"
    return "after_all" if line.end_to_end.startswith("PIT-") else "out"


def _whose(pk: str) -> dict[str, Any]:
    """A brand, or one of its licences, by id."""
    licence = Licence.objects.filter(pk=pk).select_related("brand").first()
    if licence:
        return {"brand": licence.brand, "licence": licence}
    brand = Brand.objects.filter(pk=pk).first()
    if brand is None:
        raise BadInput("no_such_brand", "Say whose money it is.")
    return {"brand": brand}
