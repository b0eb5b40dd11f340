"""A roster from a file: look first, then import exactly that file."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from doublet.kernel.refusals import BadInput, Refused
from doublet.people import importing
from doublet.people.access import SignedIn, for_roles
from doublet.people.forms import RosterForm, RosterImportForm, explain
from doublet.people.rights import must_be_agency
from doublet.people.sheets import MOST_BYTES


@for_roles("agent")
@never_cache
def roster_import(request: SignedIn) -> HttpResponse:
    """The dry run, then the import. The file itself is handed in both times and never kept."""
    agency = request.user.agency
    assert agency is not None
    must_be_agency(request.user, agency)
    importing_now = "sha256" in request.POST
    form = (
        RosterImportForm(request.POST, request.FILES)
        if importing_now
        else RosterForm(request.POST or None, request.FILES or None)
    )
    context: dict[str, object] = {"form": form, "columns": importing.COLUMNS, "needed": importing.NEEDED}
    status = 400 if request.method == "POST" else 200
    if form.is_valid():
        try:
            data = _bytes(form.cleaned_data["file"])
            if isinstance(form, RosterImportForm):
                done = importing.import_roster(
                    by=request.user,
                    data=data,
                    sha256=form.cleaned_data["sha256"],
                    only_good=form.cleaned_data["only_good"],
                )
                messages.success(request, f"{done.count('invite')} models were invited.")
                return redirect("offers:agency")
            look = importing.look_at(data, agency=agency)
            context |= {"look": look, "confirm": RosterImportForm(initial={"sha256": look.sha256})}
            status = 200
        except Refused as refused:
            explain(form, refused)
            status = refused.status
    return render(request, "people/roster_import.html", context, status=status)


@for_roles("agent")
@require_safe
def roster_template(_request: SignedIn) -> HttpResponse:
    """The columns with one fictional row, as a spreadsheet opens them."""
    answer = HttpResponse("\ufeff" + importing.template(), "text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="roster-template.csv"'
    return answer


def _bytes(file: UploadedFile) -> bytes:
    if (file.size or 0) > MOST_BYTES:
        raise BadInput("sheet_too_big", f"A roster has at most {MOST_BYTES:,} bytes.", hint="Split it.")
    return file.read()
