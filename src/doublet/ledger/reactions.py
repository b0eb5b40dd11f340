"""Money that follows from what happens elsewhere, in the same step."""

from __future__ import annotations

from doublet.kernel.events import subscribe
from doublet.ledger.earning import close, post_approval
from doublet.ledger.fixing import fix_terms
from doublet.licences.models import Licence
from doublet.people.models import User
from doublet.studio.models import Frame


@subscribe("licence.signed")
def fix(*, licence: Licence) -> None:
    """Fix currency, rate, exclusivity and interest with the licence."""
    fix_terms(licence)


@subscribe("frame.approved")
def earn(*, frame: Frame, by: User) -> None:
    """Post what the brand owes and who gets what of it."""
    post_approval(frame, by=by)


@subscribe("licence.withdrawn")
def end(*, licence: Licence, by: User) -> None:
    """Nothing that was earned is taken back; unused exclusivity and prepayment become the brand's credit."""
    close(licence, by=by)
