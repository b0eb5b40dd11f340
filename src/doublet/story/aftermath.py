"""From the finished picture on: marking, review, pay, verify, revoke, audit."""

from __future__ import annotations

import io

import numpy as np
from django.conf import settings
from PIL import Image

from doublet.consents.actions import withdraw_consent
from doublet.consents.models import Consent
from doublet.engines.image import decode, encode_jpeg
from doublet.kernel import audit, clock
from doublet.kernel.home import home
from doublet.kernel.money import Money
from doublet.kernel.refusals import Refused
from doublet.ledger import book, checking, references
from doublet.ledger import queries as books
from doublet.ledger.accounts import Account, account
from doublet.ledger.bank.assigning import confirm_all
from doublet.ledger.bank.reading import reconcile, standing
from doublet.ledger.models import BankStatement
from doublet.ledger.payouts.approving import approve as approve_payout
from doublet.ledger.payouts.planning import plan
from doublet.ledger.payouts.sending import send
from doublet.licences.models import Licence
from doublet.people.models import User
from doublet.provenance.actions import work as mark
from doublet.provenance.models import Credential
from doublet.provenance.verify import Answer, verify
from doublet.publishing.actions import approve, deliver, download, note_placement, reject
from doublet.story import bank
from doublet.story.props import Props
from doublet.story.sandbox import run_attacks
from doublet.story.scenery import Teller
from doublet.studio.actions import Wish, request_shots
from doublet.studio.models import Shot
from doublet.watch.models import Task


def mark_all(props: Props, teller: Teller) -> None:
    """Mark every made frame."""
    waiting = Credential.objects.filter(status=Credential.Status.PENDING).count()
    with teller.bar("Marking pictures", waiting) as tick:
        while mark():
            tick()
    for credential in Credential.objects.filter(licence=props.licence):
        assert credential.status == Credential.Status.READY, credential.failure
        teller.say(
            f"{credential.pk}: watermark, IPTC/XMP, C2PA signature (development key), fingerprint, "
            f"sha256 {credential.sha256[:12]}…"
        )


def review_and_deliver(props: Props, teller: Teller) -> None:
    """One yes, one no; the yes is delivered for EU web pages."""
    people = props.cast
    made = [shot.frame for shot in props.shots if shot.status == Shot.Status.DONE]
    props.approved, refused = made[0], made[1]
    approve(by=people.model.user, frame=props.approved)
    reject(by=people.model.user, frame=refused, reason="taste", comment="Not this one, please.")
    teller.say(f"Approved {props.approved.pk}; rejected {refused.pk} (I do not want this picture).")
    _must_refuse(
        teller,
        "Delivering the rejected picture",
        lambda: deliver(by=people.brand, frame=refused, profile="eu-web"),
    )
    _must_refuse(
        teller,
        "Delivering without a profile",
        lambda: deliver(by=people.brand, frame=props.approved, profile=""),
    )
    props.delivery = deliver(by=people.brand, frame=props.approved, profile="eu-web")
    props.delivered = download(by=people.brand, delivery=props.delivery)
    note_placement(
        by=people.brand,
        delivery=props.delivery,
        url="https://shop.example/winter/1",
        channel="own_web",
        since=clock.now().date(),
    )
    file = home() / "delivered.jpg"
    file.write_bytes(props.delivered)
    teller.say(
        f"Delivered for EU web pages, label: “{props.delivery.credential.label}”. File: {_short(file)}"
    )


def pay(props: Props, teller: Teller) -> None:
    """Statement, the brand's payment, the payout, and the bank's word on both."""
    people = props.cast
    currency = props.licence.terms["currency"]
    statement = books.statement(people.model, currency)
    shares = ", ".join(f"{share.party.replace('_', ' ')} {share.amount}" for share in statement.commissions)
    teller.say(f"Statement: gross {statement.gross}; {shares}; {people.model.public_name} {statement.net}.")
    parts = statement.net.amount + sum(share.amount.amount for share in statement.commissions)
    assert parts == statement.gross.amount, "the statement does not add up"
    assert statement.net.amount * 100 >= statement.gross.amount * 80, "the model got less than 80 percent"
    pay_brand(props, teller)
    pay_people(props, teller)


def pay_brand(props: Props, teller: Teller) -> None:
    """The brand pays with the reference that we gave it; the bank's statement says so."""
    people, currency = props.cast, props.licence.terms["currency"]
    brand = props.licence.brand
    owed = books.owed_by(brand, currency)
    incoming = bank.Booked(owed, brand.name, "demo-bank-1", text=references.of_brand(brand))
    told = _from_the_bank([incoming], people.operator, Money(0, currency))
    confirmed = confirm_all(by=people.operator, statement=told)
    assert confirmed == 1, "the brand's payment was not known by its reference"
    assert not books.owed_by(brand, currency), "the brand still owes something"
    teller.say(
        f"The bank's statement shows {owed} with the brand's reference; confirmed, and the picture is paid."
    )


def pay_people(props: Props, teller: Teller) -> None:
    """One operator plans, another approves, the bank books."""
    people, currency = props.cast, props.licence.terms["currency"]
    run = plan(by=people.operator, currency=currency)
    _must_refuse(teller, "Approving her own payout", lambda: approve_payout(by=people.operator, payout=run))
    run = send(payout=approve_payout(by=people.second_operator, payout=run))
    file = home() / "payout.xml"
    file.write_text(run.file)
    items = list(run.items.all())
    teller.say(
        f"Planned by one operator, approved by another: a bank file of {Money(run.total_minor, currency)} "
        f"to {len(items)} payees: {_short(file)}"
    )
    opening = book.standing(account(Account.BANK_CLEARING), currency)
    outgoing = [
        bank.Booked(Money(-item.net_minor, currency), item.name, f"demo-bank-{at}", end_to_end=item.reference)
        for at, item in enumerate(items, 2)
    ]
    told = _from_the_bank(outgoing, people.operator, opening)
    run.refresh_from_db()
    stand = standing(told)
    assert run.status == run.Status.DONE, "the bank's statement did not book the payout"
    assert stand is not None
    assert not stand.difference, "the bank and the books differ"
    teller.say(f"The bank's statement books them all; bank {stand.bank}, books {stand.books}.")


def _from_the_bank(lines: list[bank.Booked], operator: User, opening: Money) -> BankStatement:
    data = bank.statement(
        lines,
        number=f"DEMONSTRATION-{lines[0].reference}",
        iban=settings.PLATFORM_IBAN,
        opening=opening,
        on=clock.now().date(),
        created=clock.now(),
    )
    return reconcile(by=operator, data=data)[0]


def verify_copies(props: Props, teller: Teller) -> None:
    """Four files, four honest answers."""
    whole = verify(props.delivered)
    _answer(teller, "The delivered file", whole)
    assert whole.verified, "the delivered file does not verify"
    copy = verify(_stripped(props.delivered))
    _answer(teller, "A copy: metadata stripped, 60 % size, JPEG 60", copy)
    assert copy.permitted_today.state == "permitted", "a stripped copy was not found again"
    assert copy.changed.state == "copy", f"a stripped copy reads as {copy.changed.state}"
    changed = verify(_painted(props.delivered))
    _answer(teller, "A changed copy: a logo painted on", changed)
    assert changed.changed.state == "changed", f"a changed copy reads as {changed.changed.state}"
    stranger = verify(_unrelated())
    _answer(teller, "An unrelated picture", stranger)
    assert stranger.permitted_by.state == "unknown", "an unrelated picture was taken for ours"


def revoke(props: Props, teller: Teller) -> None:
    """Withdraw with a shot in the queue, then ask for more, verify, and read the brand's tasks."""
    people = props.cast
    shot = request_shots(
        by=people.brand, licence=props.licence, wishes=[Wish(props.garments[0], "studio_white")]
    )[0]
    withdraw_consent(by=people.model.user, consent=props.consents[Consent.Kind.TWIN_USE])
    shot.refresh_from_db()
    assert shot.status == Shot.Status.CANCELLED, "a queued shot outlived the withdrawal"
    teller.say("She withdrew. The shot that waited in the queue is cancelled.")
    wish = Wish(props.garments[0], "studio_white")
    _must_refuse(
        teller,
        "The brand's next request",
        lambda: request_shots(by=people.brand, licence=props.licence, wishes=[wish]),
    )
    _must_refuse(teller, "A new download", lambda: download(by=people.brand, delivery=props.delivery))
    after = verify(props.delivered)
    _answer(teller, "The delivered file, now", after)
    assert after.permitted_today.state == "withdrawn", "the delivered file still verifies as permitted"
    for task in Task.objects.filter(licence=props.licence):
        teller.say(f"Task for the brand, due {task.due_at:%d %B, %H:%M}: {task.what}")
    earned = books.statement(people.model, props.licence.terms["currency"])
    teller.say(f"Money already earned stands: {earned.net}.")
    assert Licence.objects.get(pk=props.licence.pk).status == Licence.Status.WITHDRAWN


def audit_all(props: Props, teller: Teller) -> None:
    """The chain, the balance, the attacks."""
    events, problems = audit.check()
    assert not problems, problems[0].words
    teller.say(f"The audit log is whole: {events} events.")
    postings, faults = checking.check()
    assert not faults, faults[0].words
    teller.say(f"The books balance: {postings} postings, sums {books.trial_balance()}.")
    results = run_attacks()
    for result in results:
        teller.say(f"Attack: {result['attack']} → {result['code'] if result['refused'] else 'NOT REFUSED'}")
    assert all(result["held"] for result in results), "an attack got through"
    rows = sum(result["audited"] for result in results)
    teller.say(f"All {len(results)} attacks were refused; {rows} left an audit row, the others could not.")


def _must_refuse(teller: Teller, what: str, attempt: object) -> None:
    try:
        attempt()  # type: ignore[operator]
    except Refused as refused:
        teller.say(f"{what} was refused: {refused.reason}")
    else:
        raise AssertionError(f"{what} was not refused")


def _answer(teller: Teller, what: str, answer: Answer) -> None:
    teller.say(f"[bold]{what}[/]")
    for name, finding in (
        ("AI", answer.ai),
        ("by", answer.permitted_by),
        ("today", answer.permitted_today),
        ("changed", answer.changed),
    ):
        teller.say(f"  [dim]{name:8}[/] {finding.words}")


def _stripped(data: bytes) -> bytes:
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    small = picture.resize(
        (round(picture.width * 0.6), round(picture.height * 0.6)), Image.Resampling.LANCZOS
    )
    out = io.BytesIO()
    small.save(out, "JPEG", quality=60)
    return out.getvalue()


def _painted(data: bytes) -> bytes:
    pixels = decode(data).pixels.copy()
    height, width = pixels.shape[:2]
    pixels[int(height * 0.42) : int(height * 0.52), int(width * 0.40) : int(width * 0.60)] = (20, 20, 160)
    return encode_jpeg(pixels, quality=88)


def _unrelated() -> bytes:
    """A picture that has nothing to do with anybody: hills of noise, the same at every run."""
    random = np.random.default_rng(7)
    coarse = random.integers(0, 255, (24, 32, 3), dtype=np.uint8)
    smooth = Image.fromarray(coarse).resize((1024, 768), Image.Resampling.BICUBIC)
    return encode_jpeg(np.asarray(smooth))


def _short(file: object) -> str:
    return "/".join(str(file).split("/")[-3:])
