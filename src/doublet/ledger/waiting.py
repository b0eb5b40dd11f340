"""What waits for somebody about money: an advance to answer, a payment that is late."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.urls import reverse

from doublet.kernel.money import Money
from doublet.ledger import clocks
from doublet.ledger.models import Advance
from doublet.people.models import Role, User
from doublet.people.waiting import Task, source


@source
def answer_an_advance(user: User) -> list[Task]:
    """An agency says that it lent her money; nothing is taken back before she agrees."""
    if user.role != Role.MODEL:
        return []
    asked = Advance.objects.filter(model__user=user, agreed_at=None, refused_at=None).select_related("agency")
    return [
        Task(
            f"{Money(advance.amount_minor, advance.currency)} from {advance.agency}",
            "The agency says that it lent you this. Nothing is taken back before you agree; you may say no.",
            reverse("ledger:advances"),
            "Read it",
            "Advance",
        )
        for advance in asked
    ]


@source
def pay_what_is_late(user: User) -> list[Task]:
    """A brand that is late, and the operator who may ask."""
    if user.role not in (Role.BRAND, Role.OPERATOR):
        return []
    late = clocks.late(user.brand)
    if not late:
        return []
    amount = " and ".join(str(each) for each in clocks.sums(late))
    due = datetime.combine(late[0].due, time.max, UTC)
    if user.role == Role.BRAND:
        words = "Approved pictures are not paid. Until they are, your brand sends no new offers."
        return [Task(f"Overdue: {amount}", words, reverse("ledger:owing"), "See what to pay", "Money", due)]
    brands = {clocks.brand_of(each) for each in late}
    words = "One brand is late." if len(brands) == 1 else f"{len(brands)} brands are late."
    return [Task(f"Overdue: {amount}", words, reverse("ledger:due"), "See which", "Money", due)]
