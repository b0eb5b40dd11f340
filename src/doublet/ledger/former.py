"""An agency whose mandate is over still earns on the licences of its time; the model is told (rule FWA-15)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from doublet.kernel.money import Money
from doublet.kernel.notices import tell
from doublet.ledger.accounts import Account, read
from doublet.ledger.models import Posting
from doublet.licences.models import Licence
from doublet.people.models import Agency, Mandate, ModelProfile

_AGENCIES = (Account.AGENT_PAYABLE, Account.MOTHER_AGENT_PAYABLE)


def tell_of_former(settled: Iterable[Posting]) -> int:
    """Tell each model what became payable to agencies that speak for her no more. Returns how many were told."""
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    for posting in settled:
        if posting.kind != Posting.Kind.SETTLEMENT:
            continue
        model = Licence.objects.values_list("model_id", flat=True).get(pk=posting.licence_id)
        for entry in posting.entries.all():
            if read(entry.account).kind in _AGENCIES and entry.amount_minor < 0:
                sums[model, read(entry.account).holder, entry.currency] -= entry.amount_minor
    told = 0
    for (model, agency, currency), amount in sorted(sums.items()):
        if Mandate.objects.living().filter(model_id=model, agency_id=agency).exists():
            continue
        her, house = ModelProfile.objects.get(pk=model), Agency.objects.get(pk=agency)
        tell(
            her.user.email,
            f"{house} still earns on older licences",
            f"A brand has paid for pictures under a licence that you signed while {house} spoke for you. Its share, "
            f"as you agreed then, is {Money(amount, currency)}. Your own share goes to you as always; licences that "
            f"you sign now give {house} nothing.\n",
        )
        told += 1
    return told
