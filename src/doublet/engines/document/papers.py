"""What stands on each paper, as plain strings: the caller formats money, dates and names.

Nothing here is markup: every string is printed as it is, in whatever script it is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

Words = tuple[str, ...]
"""Paragraphs, each in plain words."""


@dataclass(frozen=True, slots=True)
class Person:
    """A party. ``lines`` are the postal address and what else identifies it; ``fictional`` is printed."""

    role: str
    name: str
    lines: Words = ()
    fictional: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One line of a table of terms."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One line of a calculation: what, how it was reckoned, the amount as printed."""

    label: str
    how: str
    amount: str


@dataclass(frozen=True, slots=True)
class ClockRow:
    """What happens to one kind of thing after a withdrawal, and by when."""

    what: str
    effect: str
    deadline: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, when (with the zone) and how. A name alone never stands for a signature."""

    role: str
    name: str
    signed_at: str
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What every paper carries.

    Attributes:
        reference: its number in the instance.
        issued: the moment it was made, with its zone; it is the date in the file.
        instance: who runs the platform that made it.
        notices: stand-ins and warnings, printed in a band on the first page.
        labels: the paper's own words in its language, by name; English where one is left out.
        lang: the language that it is set in, e.g. ``zh``.
    """

    reference: str
    issued: datetime
    instance: str
    notices: Words = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    lang: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Paper):
    """One consent of one kind, a document of its own (FWA-01, FWA-02).

    Attributes:
        kind: for people, e.g. ``Twin use``.
        scope, purpose, rate_of_pay, duration: the four that the law asks for; none may be empty.
        example, example_total: the rate of pay worked out in money.
        boundaries: what the model allows or never allows, in her words; `never` the same as sentences.
        withdrawal: how she takes it back; ``clock`` says what follows by when.
        advice: what she was told about taking advice.
        text_sha256: hash of the exact text that was shown and signed.
        signature: none while it is a draft; the paper then says that it is not signed.
    """

    kind: str
    model: Person
    language: str
    scope: Words
    purpose: Words
    rate_of_pay: Words
    duration: Words
    withdrawal: Words
    text_sha256: str
    example: tuple[MoneyRow, ...] = ()
    example_total: MoneyRow | None = None
    boundaries: tuple[Term, ...] = ()
    never: Words = ()
    clock: tuple[ClockRow, ...] = ()
    advice: str = ""
    signature: Signature | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DealMemo(Paper):
    """The plain-language summary that is accepted before any work starts (FWA-10, FWA-11)."""

    model: Person
    brand: Person
    language: str
    scope: Words
    rate: Words
    payment_term: Words
    usages: Words
    expenses: Words
    expectations: Words
    agent: Person | None = None
    accepted_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract(Paper):
    """A licence: frozen terms between one model and one brand, pinned to the model's consent.

    Attributes:
        terms: the frozen terms, as the gate enforces them.
        price, total: the receipt of the quote.
        commissions: who takes what of the gross, the model's part last.
        receivers: who outside the house gets a photo of hers to make a picture from, and what they do with it.
        payment: the pay date and the invoice cut-off (NY-FIFA-01).
        services: the itemised services.
        memo: the deal memo, repeated in the contract; with ``accepted_at``.
        signatures: of the parties, each with its time.
    """

    model: Person
    brand: Person
    language: str
    consent_reference: str
    consent_sha256: str
    terms: tuple[Term, ...]
    services: Words
    price: tuple[MoneyRow, ...]
    total: MoneyRow
    commissions: tuple[MoneyRow, ...]
    receivers: Words
    payment: Words
    memo: tuple[Term, ...]
    memo_accepted_at: str
    clock: tuple[ClockRow, ...]
    agent: Person | None = None
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One earning: day, what it was, the chain of who got what, and the amounts as printed."""

    day: str
    what: str
    chain: str
    gross: str
    net: str
    state: str


@dataclass(frozen=True, slots=True)
class Moved:
    """Money that came or went on a day beside earning: paid out, withheld, paid back."""

    day: str
    what: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Paper):
    """What somebody earned in a period and what became of it, earning by earning, to the cent (FWA-07).

    Attributes:
        payee: whose it is; ``yours`` says "Yours" or whose part the last column is.
        period: e.g. ``November 2026``; ``yearly`` puts the totals of a year for tax in front.
        rows: what was earned; `gross`, `commissions` and `net` are their sums.
        moved: what was paid out, withheld or paid back.
        sums: from what was open at the beginning to what is open at the end.
        brands: for each brand what its work earned.
    """

    payee: Person
    period: str
    rows: tuple[StatementRow, ...]
    gross: str
    commissions: tuple[MoneyRow, ...]
    net: str
    yours: str = "Yours"
    yearly: bool = False
    moved: tuple[Moved, ...] = ()
    sums: tuple[MoneyRow, ...] = ()
    brands: tuple[MoneyRow, ...] = ()
    payment: Words = ()


@dataclass(frozen=True, slots=True)
class OwedRow:
    """One thing that a brand owes for, or has paid: day, what, by when, amount, state."""

    day: str
    what: str
    due: str
    amount: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed(Paper):
    """What a brand owes, by when and where to pay it (NY-FIFA-01).

    Attributes:
        pay_to: who is paid, the account, the reference to write on the payment.
        rows: what is owed for; `total` is their sum.
        month: what happened in the month: approved, paid, given back.
        credit: money of the brand's own that is not used for anything yet, and what it paid beforehand.
    """

    brand: Person
    period: str
    pay_to: tuple[Term, ...]
    rows: tuple[OwedRow, ...]
    total: str
    month: tuple[Moved, ...] = ()
    credit: tuple[MoneyRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt(Paper):
    """A payment that was made: from whom, to whom, for what, and how."""

    payer: Person
    payee: Person
    paid_on: str
    method: str
    rows: tuple[MoneyRow, ...]
    total: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate(Paper):
    """That a twin was deleted: what is gone, by its hashes (kind, id, sha256), and what is kept, why, how long."""

    model: Person
    twin: str
    deleted: tuple[ClockRow, ...]
    kept: tuple[ClockRow, ...]
    backups: str


WITHDRAWAL_CLOCK: tuple[ClockRow, ...] = (
    ClockRow("New pictures, queued and running jobs", "stop and are cancelled", "at once"),
    ClockRow(
        "Status list and public verify page", "say that permission was withdrawn, and when", "60 seconds"
    ),
    ClockRow(
        "Brand, agent and processors",
        "are told by a signed message, and answer",
        "at once; answer in 48 hours",
    ),
    ClockRow(
        "Pictures delivered but not published",
        "locked; the brand attests that it deleted them",
        "at once; 7 days",
    ),
    ClockRow("Paid advertising", "is no longer shown", "24 hours"),
    ClockRow("The brand's own web pages and social posts", "are taken down or replaced", "72 hours"),
    ClockRow("Feeds, marketplaces, partners", "get a request to take down, on record", "7 days"),
    ClockRow("Print and outdoor", "nothing new is printed; posters go at the next change", "now; 30 days"),
    ClockRow("Printed editorial archive", "stays, and is marked withdrawn in the register", "no deadline"),
    ClockRow(
        "Twin, photos, templates", "are deleted when the twin is withdrawn or erased", "7 days, at most 30"
    ),
    ClockRow(
        "Money for approved pictures",
        "stays due; nothing already earned is taken back",
        "same day in the books",
    ),
)
"""The house's withdrawal clock: fixed at signing and printed in every contract."""
