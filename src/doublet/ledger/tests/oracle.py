"""An oracle that keeps the books of a history in plain dictionaries.

It was written apart from the ledger, from what was agreed with people, and knows nothing of postings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from doublet.licences.models import Licence

Place = tuple[str, str]
Share = tuple[str, str, int]
"""Of a commission: the party, its holder, ten-thousandths."""


@dataclass(frozen=True)
class Deal:
    """One licence of the world: `rate` units of `paid_in` are earned for a hundred of `currency`.

    `yearly` is the interest on what is paid late, in ten-thousandths.
    """

    licence: Licence
    price: int
    currency: str
    commissions: tuple[Share, ...]
    days: int
    paid_in: str
    rate: int
    held: int
    starts: date
    ends: date
    yearly: int = 0


@dataclass(eq=False)
class Loan:
    """An advance that she agreed to: only pictures from the `since`-th on pay it back."""

    model: str
    agency: str
    currency: str
    share: int
    left: int
    since: int


@dataclass(eq=False)
class Picture:
    """One approved picture: its `fee`, and what is `owed` of that and of interest. `shares` wait for the brand."""

    deal: Deal
    number: int
    day: date
    due: date
    fee: int
    owed: int
    shares: Counter[str]
    unpaid: bool = True
    returned: bool = False
    earlier: int = 0
    """Exclusivity that was earned on it before it was closed unpaid."""
    interest: int = 0
    counted: date = date.min
    """Until then interest was charged, or the picture was paid."""
    gave: list[Loan] = field(default_factory=list)


@dataclass(eq=False)
class Paid:
    """Money of a brand that paid a picture, the interest on one, or both."""

    picture: Picture
    amount: int
    shares: Counter[str]
    with_fee: bool


@dataclass
class Oracle:
    """Everything that must stand on every account, credits positive, in plain dictionaries."""

    stands: Counter[Place] = field(default_factory=Counter)
    pictures: list[Picture] = field(default_factory=list)
    paid_order: list[Paid] = field(default_factory=list)
    loans: list[Loan] = field(default_factory=list)
    exclusive: Counter[str] = field(default_factory=Counter)
    exclusive_shares: Counter[tuple[str, str]] = field(default_factory=Counter)
    earned: Counter[Place] = field(default_factory=Counter)
    received: Counter[Place] = field(default_factory=Counter)
    payments: dict[str, tuple[Deal, bool, int]] = field(default_factory=dict)

    def credit_of(self, deal: Deal) -> int:
        return self.stands[f"brand_credit:{deal.licence.brand_id}", deal.currency]

    def approve(self, deal: Deal, today: date) -> None:
        shares = _cut(deal, deal.price - deal.held)
        due = today + timedelta(days=deal.days)
        picture = Picture(deal, len(self.pictures), today, due, deal.price, deal.price, Counter(shares))
        self.pictures.append(picture)
        self.stands[_owed(deal)] -= deal.price
        self.stands[f"exclusivity_held:{deal.licence.pk}", deal.currency] += deal.held
        self._exchange(deal, deal.price - deal.held)
        self._earn(deal, shares, "pending")
        self.settle(deal, today)

    def pay(
        self, deal: Deal, amount: int, fee: int, reference: str, today: date, *, beforehand: bool
    ) -> None:
        home = f"escrow:{deal.licence.pk}" if beforehand else f"brand_credit:{deal.licence.brand_id}"
        self.stands[home, deal.currency] += amount
        self.stands["bank_clearing", deal.currency] -= amount - fee
        self.stands["fees", deal.currency] -= fee
        self.received[deal.licence.brand_id, deal.currency] += amount
        self.payments[reference] = (deal, beforehand, amount)
        self.settle(deal, today)

    def settle(self, deal: Deal, today: date) -> None:
        """What is due is paid, then the interest on what of it was late where money is left, then advances."""
        paid = self._pay_what_is_due(deal)
        late = [self._charge(each.picture, today, after=1) for each in paid if each.with_fee]
        if any(late):
            paid += self._pay_what_is_due(deal)
        for each in paid:
            self._pay_back(each)

    def charge_interest(self, today: date) -> None:
        """Every thirty days, on whatever is late and not paid."""
        for each in self.pictures:
            if each.unpaid:
                self._charge(each, today, after=30)

    def _charge(self, each: Picture, today: date, *, after: int) -> bool:
        """By the day, on the fee alone, never as much as the fee in all; shared out as the fee is."""
        days = (today - max(each.due, each.counted)).days
        amount = min(each.fee * each.deal.yearly * days // 3_650_000, each.fee - 1 - each.interest)
        if days < after or amount <= 0 or not _exchanged(each.deal, amount):
            return False
        each.interest, each.counted = each.interest + amount, today
        each.owed += amount
        self.stands[_owed(each.deal)] -= amount
        shares = _cut(each.deal, amount)
        each.shares += shares
        self._exchange(each.deal, amount)
        self._earn(each.deal, shares, "pending")
        return True

    def _pay_back(self, paid: Paid) -> None:
        """Of what she earned since her yes: each advance its share, the oldest first, half at most in all."""
        deal, hers = paid.picture.deal, paid.shares[f"model:{paid.picture.deal.licence.model_id}"]
        room = hers // 2
        for loan in self.loans:
            if (loan.model, loan.currency) != (deal.licence.model_id, deal.paid_in):
                continue
            if paid.picture.number < loan.since or loan in paid.picture.gave:
                continue
            part = min(hers * loan.share // 10_000, loan.left, room)
            if part:
                paid.picture.gave.append(loan)
                loan.left, room = loan.left - part, room - part
                self.stands[f"model_payable:{loan.model}", loan.currency] -= part
                self.stands[f"agent_payable:{loan.agency}", loan.currency] += part

    def _pay_what_is_due(self, deal: Deal) -> list[Paid]:
        """What is due first is paid first, whole pictures only; money for one licence is for that one."""
        brand, currency = deal.licence.brand_id, deal.currency
        waiting = [
            each
            for each in self.pictures
            if each.owed and (each.deal.licence.brand_id, each.deal.currency) == (brand, currency)
        ]
        blocked, done = False, []
        for each in sorted(waiting, key=lambda each: (each.due, each.number)):
            kept, credit = (f"escrow:{each.deal.licence.pk}", currency), (f"brand_credit:{brand}", currency)
            own = min(self.stands[kept], each.owed)
            if each.owed - own > (0 if blocked else self.stands[credit]):
                blocked = True
                continue
            self.stands[kept] -= own
            self.stands[credit] -= each.owed - own
            self.stands[_owed(each.deal)] += each.owed
            self._shift(each.deal, each.shares, "pending", "payable")
            done.append(Paid(each, each.owed, each.shares, each.unpaid))
            each.owed, each.shares, each.unpaid = 0, Counter(), False
        self.paid_order += done
        return done

    def lend(self, model: str, agency: str, currency: str, amount: int, share: int) -> None:
        """She agreed; what was approved before is not touched."""
        self.loans.append(Loan(model, agency, currency, share, amount, len(self.pictures)))

    def refund(self, deal: Deal, amount: int) -> None:
        self.stands[f"brand_credit:{deal.licence.brand_id}", deal.currency] -= amount
        self.stands["bank_clearing", deal.currency] += amount
        self.received[deal.licence.brand_id, deal.currency] -= amount

    def charge_back(self, reference: str, amount: int, today: date) -> None:
        """The brand's own money first, then its newest pictures wait again; the house bears what is left."""
        deal, beforehand, left = self.payments[reference]
        self.payments[reference] = (deal, beforehand, left - amount)
        brand, currency = deal.licence.brand_id, deal.currency
        credit, kept = (f"brand_credit:{brand}", currency), (f"escrow:{deal.licence.pk}", currency)
        if beforehand and self.stands[credit] < amount:
            more = min(self.stands[kept], amount - self.stands[credit])
            self.stands[kept] -= more
            self.stands[credit] += more
        for paid in reversed(list(self.paid_order)):
            if self.stands[credit] >= amount:
                break
            each = paid.picture
            if (each.deal.licence.brand_id, each.deal.currency) != (brand, currency):
                continue
            self.paid_order.remove(paid)
            self.stands[credit] += paid.amount
            self.stands[_owed(each.deal)] -= paid.amount
            each.owed, each.counted = each.owed + paid.amount, today
            each.unpaid = each.unpaid or paid.with_fee
            people = {code: share for code, share in paid.shares.items() if code != "platform"}
            if all(self.stands[_ready(code), each.deal.paid_in] >= share for code, share in people.items()):
                self._shift(each.deal, paid.shares, "payable", "pending")
                each.shares += paid.shares
        loss = max(amount - self.stands[credit], 0)
        self.stands[credit] -= amount - loss
        self.stands["losses", currency] -= loss
        self.stands["bank_clearing", currency] += amount
        self.received[brand, currency] -= amount - loss

    def follow(self, deal: Deal, today: date) -> None:
        """Exclusivity is earned day by day on pictures that are paid; what was earned before counts."""
        held = f"exclusivity_held:{deal.licence.pk}", deal.currency
        more = min(self._claimed(deal, today) - self.exclusive[deal.licence.pk], self.stands[held])
        if more <= 0:
            return
        before = {code: self.exclusive_shares[deal.licence.pk, code] for code in _cut(deal, deal.price)}
        self.exclusive[deal.licence.pk] += more
        all_of_it = _cut(deal, self.exclusive[deal.licence.pk])
        shares = {code: all_of_it[code] - had for code, had in before.items()}
        while low := [code for code, share in shares.items() if share < 0]:
            others = [code for code in shares if not code.startswith("model:")]
            high = max(others, key=lambda code: shares[code])
            shares[low[0]], shares[high] = shares[low[0]] + 1, shares[high] - 1
        self.stands[held] -= more
        so_far = self.exclusive[deal.licence.pk]
        if deal.paid_in != deal.currency:
            self.stands["exchange", deal.currency] += more
            self.stands["exchange", deal.paid_in] -= _exchanged(deal, so_far) - _exchanged(
                deal, so_far - more
            )
        self._earn(deal, shares, "payable")
        for code, share in shares.items():
            self.exclusive_shares[deal.licence.pk, code] += share

    def close(self, deal: Deal, today: date) -> None:
        """Nothing earned is taken back; what was not used of exclusivity or paid beforehand is the brand's."""
        self.follow(deal, today)
        held, credit = f"exclusivity_held:{deal.licence.pk}", f"brand_credit:{deal.licence.brand_id}"
        spent = max(self.exclusive[deal.licence.pk] - self._claimed(deal, today), 0)
        for each in sorted(self._of(deal), key=lambda each: (each.due, each.number)):
            left = self.stands[held, deal.currency]
            if not each.unpaid or each.returned or not left:
                continue
            each.earlier = min(spent, _used(each, today), deal.held)
            spent -= each.earlier
            rest = min(deal.held - each.earlier, left)
            if not rest:
                continue
            used = min(_used(each, today) - each.earlier, rest)
            each.returned = True
            self.stands[held, deal.currency] -= rest
            self.stands[_owed(deal)] += rest - used
            each.owed, each.fee = each.owed - (rest - used), each.fee - (rest - used)
            self._exchange(deal, used)
            shares = _cut(deal, used)
            each.shares += shares
            self._earn(deal, shares, "pending")
        for code in (held, f"escrow:{deal.licence.pk}"):
            self.stands[credit, deal.currency] += self.stands.pop((code, deal.currency), 0)
        self.settle(deal, today)

    def pay_out(self, code: str, currency: str, gross: int, tax: int, authority: str) -> None:
        assert self.stands[code, currency] == gross, "all that is ready is paid out"
        self.stands[code, currency] -= gross
        self.stands["payout_clearing", currency] += gross - tax
        self.stands[f"tax_payable:{authority}", currency] += tax

    def booked(self, currency: str, net: int) -> None:
        self.stands["payout_clearing", currency] -= net
        self.stands["bank_clearing", currency] += net

    def came_back(
        self, code: str, currency: str, gross: int, tax: int, authority: str, *, booked: bool
    ) -> None:
        self.stands[code, currency] += gross
        self.stands["bank_clearing" if booked else "payout_clearing", currency] -= gross - tax
        kept = min(tax, self.stands[f"tax_payable:{authority}", currency])
        self.stands[f"tax_payable:{authority}", currency] -= kept
        self.stands["losses", currency] -= tax - kept

    def pass_on(self, authority: str, currency: str, amount: int) -> None:
        self.stands[f"tax_payable:{authority}", currency] -= amount
        self.stands["bank_clearing", currency] += amount

    def _claimed(self, deal: Deal, today: date) -> int:
        """Exclusivity that is used of pictures that are paid, and what was used of others when they closed."""
        mine = [each for each in self._of(deal) if each.returned or not each.unpaid]
        return sum(each.earlier if each.returned else _used(each, today) for each in mine)

    def _of(self, deal: Deal) -> list[Picture]:
        return [each for each in self.pictures if each.deal is deal]

    def _exchange(self, deal: Deal, amount: int) -> None:
        if deal.paid_in != deal.currency:
            self.stands["exchange", deal.currency] += amount
            self.stands["exchange", deal.paid_in] -= _exchanged(deal, amount)

    def _earn(self, deal: Deal, shares: Mapping[str, int], home: str) -> None:
        for code, share in shares.items():
            self.stands[_waits(code) if home == "pending" else _ready(code), deal.paid_in] += share
            self.earned[code, deal.paid_in] += share

    def _shift(self, deal: Deal, shares: Mapping[str, int], *way: str) -> None:
        for code, share in shares.items():
            homes = {"pending": _waits(code), "payable": _ready(code)}
            self.stands[homes[way[0]], deal.paid_in] -= share
            self.stands[homes[way[1]], deal.paid_in] += share


def _cut(deal: Deal, amount: int) -> Counter[str]:
    """Who gets what: commissions together rounded down, the largest remainders first; the rest is hers."""
    amount = _exchanged(deal, amount)
    points = sum(bp for _, _, bp in deal.commissions)
    taken = amount * points // 10_000
    shares = {f"{party}:{holder}".strip(":"): taken * bp // points for party, holder, bp in deal.commissions}
    codes = list(shares)
    weights = {code: bp for code, (_, _, bp) in zip(codes, deal.commissions, strict=True)}
    for code in sorted(codes, key=lambda code: -(taken * weights[code] % points))[
        : taken - sum(shares.values())
    ]:
        shares[code] += 1
    return Counter({f"model:{deal.licence.model_id}": amount - taken, **shares})


def _exchanged(deal: Deal, amount: int) -> int:
    return amount if deal.paid_in == deal.currency else amount * deal.rate // 100


def _used(each: Picture, today: date) -> int:
    start = min(max(each.deal.starts, each.day), each.deal.ends)
    days = (each.deal.ends - start).days + 1
    gone = max(0, min((today - start).days + 1, days))
    return each.deal.held * gone // days


def _owed(deal: Deal) -> Place:
    return f"brand_receivable:{deal.licence.brand_id}", deal.currency


def _waits(code: str) -> str:
    party, _, holder = code.partition(":")
    return f"{party}_pending:{holder}".strip(":")


def _ready(code: str) -> str:
    party, _, holder = code.partition(":")
    return "platform_revenue" if party == "platform" else f"{party}_payable:{holder}"
