"""What histories of money are drawn from: a small world, and an oracle that keeps its books in dictionaries.

The oracle was written apart from the ledger, from what was agreed with people, and knows nothing of postings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from doublet.kernel import clock
from doublet.ledger.models import MoneyTerms
from doublet.licences.models import Licence
from doublet.people.models import Agency, CrewMember, User
from doublet.story import cast
from doublet.story.target import build

Place = tuple[str, str]


@dataclass(frozen=True)
class Deal:
    """One licence of the world: `rate` units of `paid_in` are earned for a hundred of `currency`."""

    licence: Licence
    price: int
    currency: str
    commissions: tuple[tuple[str, str, int], ...]
    days: int
    paid_in: str
    rate: int
    held: int
    starts: date
    ends: date


@dataclass(frozen=True)
class World:
    """Two brands, two models, and licences of many kinds between them."""

    operator: User
    second: User
    deals: tuple[Deal, ...]


def world() -> World:
    """Made with the real actions once, then copied with other terms; needs a database."""
    target = build()
    people, root = target.people, target.licence
    other = cast.model(
        "other-model@demo.invalid",
        public_name="Other",
        legal_name="Other Model",
        birth_date=date(1990, 1, 1),
        residence="IT",
        height_cm=180,
        popularity=10,
    )
    mother = Agency.objects.create(
        name="Mother (fictional)", country="IT", iban="IT60X0542811101000000123456", fictional=True
    )
    hair = CrewMember.objects.create(
        model=other,
        name="Hair Fiktiv",
        email="hair@demo.invalid",
        iban="DE89370400440532013000",
        country="DE",
    )
    agent, platform = people.agency.pk, ""
    lumen, ombre = root.brand, people.other.brand
    assert ombre is not None
    many = (
        ("agent", agent, 700),
        ("mother_agent", mother.pk, 333),
        ("crew", hair.pk, 100),
        ("platform", platform, 499),
    )
    plain = (("agent", agent, 1000), ("platform", platform, 1000))
    rows = [
        (lumen, people.model, 80_00, "EUR", plain, 30, "EUR", 100, 0, 90),
        (lumen, other, 33_33, "EUR", many, 14, "EUR", 100, 3_750, 40),
        (lumen, people.model, 20_01, "USD", plain, 30, "GBP", 79, 3_750, 700),
        (ombre, other, 20_03, "EUR", (), 0, "EUR", 100, 1_667, 7),
        (ombre, people.model, 3_501, "JPY", many, 30, "EUR", 61, 1_000, 365),
    ]
    today = clock.now().date()
    deals = []
    for number, (brand, model, price, currency, shares, days, paid_in, rate, bp, length) in enumerate(rows):
        ends = today + timedelta(days=length)
        licence = Licence.objects.get(pk=root.pk)
        version = root.version
        version.pk, version.number, version._state.adding = f"ofv_{number:020}", number + 50, True
        version.save(force_insert=True)
        licence.pk, licence.version, licence.brand, licence.model = f"lic_{number:020}", version, brand, model
        licence.terms = {
            **root.terms,
            "rate_minor": price,
            "currency": currency,
            "payment_days": days,
            "starts": today.isoformat(),
            "ends": ends.isoformat(),
        }
        licence.commissions = [list(share) for share in shares]
        licence.save(force_insert=True)
        MoneyTerms.objects.create(
            licence=licence, payout_currency=paid_in, rate_from=100, rate_to=rate, exclusivity_bp=bp
        )
        held = price * bp // 10_000
        deals.append(Deal(licence, price, currency, shares, days, paid_in, rate, held, today, ends))
    return World(people.operator, people.second_operator, tuple(deals))


@dataclass(eq=False)
class Picture:
    """One approved picture. `shares` wait for the brand; `moved` says that they were made payable."""

    deal: Deal
    number: int
    day: date
    due: date
    owed: int
    shares: Counter[str]
    paid: int = 0
    moved: bool = False
    returned: bool = False
    earlier: int = 0
    """Exclusivity that was earned on it before it was closed unpaid."""


@dataclass
class Oracle:
    """Everything that must stand on every account, credits positive, in plain dictionaries."""

    stands: Counter[Place] = field(default_factory=Counter)
    pictures: list[Picture] = field(default_factory=list)
    paid_order: list[Picture] = field(default_factory=list)
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
        picture = Picture(deal, len(self.pictures), today, due, deal.price, shares)
        self.pictures.append(picture)
        self.stands[_owed(deal)] -= deal.price
        self.stands[f"exclusivity_held:{deal.licence.pk}", deal.currency] += deal.held
        self._exchange(deal, deal.price - deal.held)
        self._earn(deal, shares, "pending")
        self.settle(deal)

    def pay(self, deal: Deal, amount: int, fee: int, reference: str, *, beforehand: bool) -> None:
        home = f"escrow:{deal.licence.pk}" if beforehand else f"brand_credit:{deal.licence.brand_id}"
        self.stands[home, deal.currency] += amount
        self.stands["bank_clearing", deal.currency] -= amount - fee
        self.stands["fees", deal.currency] -= fee
        self.received[deal.licence.brand_id, deal.currency] += amount
        self.payments[reference] = (deal, beforehand, amount)
        self.settle(deal)

    def settle(self, deal: Deal) -> None:
        """What is due first is paid first, whole pictures only; money for one licence is for that one."""
        brand, currency = deal.licence.brand_id, deal.currency
        waiting = [
            each
            for each in self.pictures
            if each.owed and (each.deal.licence.brand_id, each.deal.currency) == (brand, currency)
        ]
        blocked = False
        for each in sorted(waiting, key=lambda each: (each.due, each.number)):
            kept, credit = (f"escrow:{each.deal.licence.pk}", currency), (f"brand_credit:{brand}", currency)
            own = min(self.stands[kept], each.owed)
            if each.owed - own > (0 if blocked else self.stands[credit]):
                blocked = True
                continue
            self.stands[kept] -= own
            self.stands[credit] -= each.owed - own
            self.stands[_owed(each.deal)] += each.owed
            each.paid, each.owed = each.owed, 0
            self._shift(each, "pending", "payable")
            each.moved = True
            self.paid_order.append(each)

    def refund(self, deal: Deal, amount: int) -> None:
        self.stands[f"brand_credit:{deal.licence.brand_id}", deal.currency] -= amount
        self.stands["bank_clearing", deal.currency] += amount
        self.received[deal.licence.brand_id, deal.currency] -= amount

    def charge_back(self, reference: str, amount: int) -> None:
        """The brand's own money first, then its newest pictures wait again; the house bears what is left."""
        deal, beforehand, left = self.payments[reference]
        self.payments[reference] = (deal, beforehand, left - amount)
        brand, currency = deal.licence.brand_id, deal.currency
        credit, kept = (f"brand_credit:{brand}", currency), (f"escrow:{deal.licence.pk}", currency)
        if beforehand and self.stands[credit] < amount:
            more = min(self.stands[kept], amount - self.stands[credit])
            self.stands[kept] -= more
            self.stands[credit] += more
        for each in reversed(list(self.paid_order)):
            if self.stands[credit] >= amount:
                break
            if (each.deal.licence.brand_id, each.deal.currency) != (brand, currency):
                continue
            self.paid_order.remove(each)
            self.stands[credit] += each.paid
            self.stands[_owed(each.deal)] -= each.paid
            each.owed, each.paid = each.paid, 0
            people = {code: share for code, share in each.shares.items() if code != "platform"}
            if each.moved and all(
                self.stands[_ready(code), each.deal.paid_in] >= share for code, share in people.items()
            ):
                self._shift(each, "payable", "pending")
            else:
                each.shares = Counter()
            each.moved = False
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
            if not each.owed or each.returned or not left:
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
            each.owed -= rest - used
            self._exchange(deal, used)
            shares = _cut(deal, used)
            each.shares += shares
            self._earn(deal, shares, "pending")
        for code in (held, f"escrow:{deal.licence.pk}"):
            self.stands[credit, deal.currency] += self.stands.pop((code, deal.currency), 0)
        self.settle(deal)

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
        mine = [each for each in self._of(deal) if each.returned or not each.owed]
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

    def _shift(self, each: Picture, *way: str) -> None:
        for code, share in each.shares.items():
            homes = {"pending": _waits(code), "payable": _ready(code)}
            self.stands[homes[way[0]], each.deal.paid_in] -= share
            self.stands[homes[way[1]], each.deal.paid_in] += share


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
