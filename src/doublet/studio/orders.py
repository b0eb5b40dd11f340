"""The order book of remote engines, in the database: every worker knows what was sent, and sends nothing twice."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from doublet.engines.tryon.orders import Facts, Order
from doublet.studio.models import EngineOrder


class BookedOrders:
    """`OrderBook` on the table of engine orders. Each note is committed before the next step is taken."""

    def find(self, ref: str) -> Order | None:
        """The order, or None when it was never begun (or was dropped)."""
        row = EngineOrder.objects.filter(pk=ref).first()
        if row is None:
            return None
        return Order("taken", row.facts) if row.taken else Order("sending")

    def begin(self, ref: str) -> bool:
        """Note, before sending, that an order is being sent. False when somebody noted it before."""
        try:
            with transaction.atomic():
                EngineOrder.objects.create(ref=ref)
        except IntegrityError:
            return False
        return True

    def take(self, ref: str, facts: Facts) -> None:
        """Note what is known of an order that was taken."""
        EngineOrder.objects.update_or_create(ref=ref, defaults={"taken": True, "facts": dict(facts)})

    def drop(self, ref: str) -> None:
        """Forget an order that was certainly not taken: it may be sent again."""
        EngineOrder.objects.filter(pk=ref, taken=False).delete()
