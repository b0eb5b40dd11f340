"""Ways round the gate, each as somebody would try it. All must be refused, and leave an audit row where there can be one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from doublet.kernel.models import AuditEvent
from doublet.kernel.refusals import Refused
from doublet.story.attacks import grants, hands, licence, papers, races, wire
from doublet.story.attacks.means import NO_ROW, Attack
from doublet.story.target import Target

# title, the attacks, and whether each is undone before the next
GROUPS: tuple[tuple[str, tuple[Attack, ...], bool], ...] = (
    ("Beyond the licence", licence.ATTACKS, True),
    ("Grants and engines", grants.ATTACKS, True),
    ("Other hands than hers", hands.ATTACKS, True),
    ("Changed rows and keys", papers.ATTACKS, True),
    ("From outside", wire.ATTACKS, True),
    ("Many at once, and a copy put back", races.ATTACKS, False),
)
TOTAL = sum(len(attacks) for _, attacks, _ in GROUPS)
_REFUSALS = ("refused", "shot.refused", "shot.cancelled")


@dataclass(frozen=True)
class Outcome:
    """What came of one attack.

    Attributes:
        audited: an audit row tells of it.
        no_row: why there can be none, in words; empty otherwise.
        held: it was refused, and told of where it can be.
    """

    group: str
    attack: str
    refused: bool
    code: str
    rule: str
    audited: bool
    no_row: str
    fault: str = ""

    @property
    def held(self) -> bool:
        return self.refused and (self.audited or bool(self.no_row))

    def as_dict(self) -> dict[str, Any]:
        """JSON-able."""
        return asdict(self) | {"held": self.held}


def attempt(attack: Attack, target: Target, group: str = "", *, undo: bool = True) -> Outcome:
    """Try one attack, look for the audit row, and undo everything if asked to."""
    if not undo:
        return _try(attack, target, group)
    with transaction.atomic():
        outcome = _try(attack, target, group)
        transaction.set_rollback(True)
    return outcome


def _try(attack: Attack, target: Target, group: str) -> Outcome:
    before = AuditEvent.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    code = rule = fault = ""
    try:
        attack(target)
    except Refused as refused:
        code, rule = refused.code, refused.rule
    except Exception as broken:
        fault = f"{type(broken).__name__}: {broken}"[:300]
    rows = AuditEvent.objects.filter(seq__gt=before, kind__in=_REFUSALS, data__code=code)
    return Outcome(
        group=group,
        attack=(attack.__doc__ or attack.__name__).strip().rstrip("."),
        refused=bool(code),
        code=code,
        rule=rule,
        audited=bool(code) and rows.exists(),
        no_row=NO_ROW.get(attack, ""),
        fault=fault,
    )
