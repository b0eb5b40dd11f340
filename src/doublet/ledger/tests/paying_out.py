"""Paying out in histories of money: runs that are sent or cancelled, what the bank says of them, and tax."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from doublet.kernel.money import Money
from doublet.kernel.refusals import Refused
from doublet.ledger.models import PayoutItem
from doublet.ledger.payouts import approving, planning, sending, settling, withholding
from doublet.ledger.tests.watched import Watched

TAX, AUTHORITY = 1_500, "DGFiP"
CURRENCIES = st.sampled_from(["EUR", "EUR", "GBP", "USD"])


class PaysOut(Watched):
    """All that is ready is paid out, less tax on what is hers where the operator has a rule."""

    taxed = False

    @rule(currency=CURRENCIES, by_hand=st.booleans(), cancelled=st.sampled_from([False, False, True]))
    def pay_out(self, currency: str, by_hand: bool, cancelled: bool) -> None:
        way = "manual" if by_hand or currency != "EUR" else "file"
        ready = {
            code: left
            for (code, unit), left in self.oracle.stands.items()
            if unit == currency and left and "_payable:" in code and not code.startswith("tax_")
        }
        if not ready:
            with pytest.raises(Refused) as nothing:
                planning.plan(by=self.scene.operator, currency=currency, way=way)
            assert nothing.value.code == "nothing_owed"
            return
        run = self.ask(planning.plan, by=self.scene.operator, currency=currency, way=way)
        self.ask(approving.approve, by=self.scene.second, payout=run)
        again = planning.preview(currency, way)
        assert not again.parts, "what is on its way is not paid again"
        items = list(run.items.all())
        assert {item.account: item.gross_minor for item in items} == ready
        for item in items:
            hers = self.taxed and item.account == f"model_payable:{self.scene.represented.pk}"
            assert item.tax_minor == (item.gross_minor * TAX // 10_000 if hers else 0)
            self.oracle.pay_out(item.account, currency, item.gross_minor, item.tax_minor, AUTHORITY)
        if cancelled:
            self.ask(approving.cancel, by=self.scene.operator, payout=run, reason="a mistake")
            for item in items:
                gross, tax = item.gross_minor, item.tax_minor
                self.oracle.came_back(item.account, currency, gross, tax, AUTHORITY, booked=False)
            return
        run = sending.send(payout=run)
        for item in run.items.all():
            if way == "manual":
                sending.prove(
                    by=self.scene.second, item=item, reference="cheque", evidence="receipt in folder 7"
                )
                self.oracle.booked(currency, item.net_minor)

    @precondition(lambda self: PayoutItem.objects.filter(status__in=("sent", "booked")).exists())
    @rule(data=st.data(), arrives=st.booleans())
    def the_bank_answers(self, data: st.DataObject, arrives: bool) -> None:
        items = PayoutItem.objects.select_related("payout", "tax_rule").filter(status__in=("sent", "booked"))
        rows = list(items.order_by("payout__made_at", "number"))
        item = rows[data.draw(st.integers(0, len(rows) - 1))]
        currency, tax = item.payout.currency, item.tax_minor
        if arrives:
            settling.book_item(by="bank", item=item, seen="statement 1")
            if item.status == "sent":
                self.oracle.booked(currency, item.net_minor)
        else:
            self.ask(
                settling.return_item,
                by=self.scene.operator,
                item=item,
                reason="account closed",
                bounced=False,
            )
            self.oracle.came_back(
                item.account, currency, item.gross_minor, tax, AUTHORITY, booked=item.status == "booked"
            )

    @rule(currency=CURRENCIES)
    def pass_tax_on(self, currency: str) -> None:
        kept = self.oracle.stands[f"tax_payable:{AUTHORITY}", currency]
        if kept:
            money = Money(kept, currency)
            self.ask(
                withholding.pass_on,
                by=self.scene.operator,
                authority=AUTHORITY,
                amount=money,
                reference=self.reference(),
            )
            self.oracle.pass_on(AUTHORITY, currency, kept)
