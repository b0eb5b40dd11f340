"""Papers about people who do not exist, for the tests of this part."""

from __future__ import annotations

from datetime import UTC, datetime

from doublet.engines.document import (
    WITHDRAWAL_CLOCK,
    Consent,
    Contract,
    DealMemo,
    MoneyRow,
    Moved,
    Owed,
    OwedRow,
    Person,
    Receipt,
    Signature,
    Statement,
    StatementRow,
    Term,
)

ISSUED = datetime(2026, 11, 21, 14, 2, tzinfo=UTC)
DEMO = "Demonstration. The people on this paper are fictional; no money moves."
SHA = "9f2c41d07be85a3360c1f4a9d2e7b816c05d93ef4471aa28be60cd1735f09e84"

MODEL = Person("Model", "Amara Okafor", ("14 Example Street", "10115 Berlin, Germany"), fictional=True)
BRAND = Person("Brand", "Atelier Nord", ("Demo Quay 3", "1050 Copenhagen, Denmark"), fictional=True)
AGENT = Person("Agent", "Linde Agency", ("Sample Road 8", "Paris, France"), fictional=True)
SIGNED = Signature(
    "Model", "Amara Okafor", "Signed 2026-11-21 14:01 UTC", "Typed, after signing in again with a passkey"
)

CONSENT = Consent(
    reference="CON-2026-0042",
    issued=ISSUED,
    instance="Doublet demo",
    notices=(DEMO,),
    kind="Twin use",
    model=MODEL,
    language="English",
    scope=(
        "Still pictures of your face, body and hair, made from your approved photos: standing poses, "
        "studio and street settings, day and evening light.",
        "Garments: tops, dresses, trousers, outerwear. Hair and accessories stay as they are.",
    ),
    purpose=(
        "Online shops and lookbooks: pictures that show a brand's garments on its product pages and in its "
        "season lookbook, so that customers see how they look when worn.",
    ),
    rate_of_pay=(
        "You are paid for each approved picture by rate card 2026-11, and never less than your floor of "
        "EUR 40.00 a picture before commissions. All commissions together take at most 20 %.",
    ),
    example=(
        MoneyRow("12 approved pictures", "12 × EUR 113.45 by the rate card", "EUR 1,361.40"),
        MoneyRow("Agent", "10 % commission", "EUR -136.14"),
        MoneyRow("Platform", "5 % commission", "EUR -68.07"),
    ),
    example_total=MoneyRow("You get", "85 % of the gross", "EUR 1,157.19"),
    duration=(
        "From 21 November 2026 to 20 November 2027. It ends by itself and is renewed only if you sign again.",
    ),
    boundaries=(
        Term("Swimwear, lingerie", "never"),
        Term("Alcohol, tobacco", "never"),
        Term("Politics, faith", "never"),
        Term("Body shape", "never changed"),
        Term("Territories", "European Union only"),
    ),
    withdrawal=(
        "One button on your twin's page, for everything or for one use. No reason, no fee, no disadvantage. "
        "From your click this clock runs:",
    ),
    clock=WITHDRAWAL_CLOCK,
    advice="I was told that I can take advice from a lawyer or a union before signing.",
    text_sha256=SHA,
    signature=SIGNED,
)

MEMO = DealMemo(
    reference="MEMO-2026-0017",
    issued=ISSUED,
    instance="Doublet demo",
    notices=(DEMO,),
    model=MODEL,
    brand=BRAND,
    agent=AGENT,
    language="English",
    scope=("12 pictures of your twin in 3 garments, in a bright studio.",),
    rate=("EUR 113.45 a picture before commissions; EUR 1,361.40 for all 12.",),
    payment_term=("30 days after you approve a picture, by bank transfer.",),
    usages=("The brand's web shop and own social pages, in France and Germany, for 180 days.",),
    expenses=("None. You travel nowhere and pay for nothing.",),
    expectations=("You look at each picture within 7 days and approve or reject it.",),
    accepted_at="Accepted by Amara Okafor, 2026-11-21 13:58 UTC",
)

CONTRACT = Contract(
    reference="LIC-2026-0007",
    issued=ISSUED,
    instance="Doublet demo",
    notices=(
        DEMO,
        "Sealed with a development key: the seal shows changes, it does not prove who runs this platform.",
    ),
    model=MODEL,
    brand=BRAND,
    agent=AGENT,
    language="English",
    consent_reference="CON-2026-0042, twin use, signed 2026-11-21 14:01 UTC",
    consent_sha256=SHA,
    terms=(
        Term("Purpose", "e-commerce"),
        Term("Channels", "web shop, own social"),
        Term("Territories", "France, Germany"),
        Term("Dates", "2026-12-01 to 2027-05-29 (180 days)"),
        Term("Pictures", "12 delivered, at most 36 generated"),
        Term("Garments", "SKU-104 coat, SKU-221 dress, SKU-230 polo shirt"),
        Term("Scenes", "studio white, studio warm; standing; soft light"),
        Term("Exclusivity", "none"),
        Term("Approval", "every picture, by the model"),
    ),
    services=("12 still pictures of the model's twin wearing 3 garments of the brand: 4 pictures of each.",),
    price=(
        MoneyRow(
            "Pictures", "12 pictures by rate card 2026-11: 10 × EUR 60.00 + 2 × EUR 48.00", "EUR 696.00"
        ),
        MoneyRow("Model's popularity", "20 of 100 (own statement, 2026-11-01): × 1.60", "EUR 417.60"),
        MoneyRow("Channels", "2 (web shop, own social): × 1.15", "EUR 167.04"),
        MoneyRow("Territories", "France, Germany, counted as 2: × 1.05", "EUR 64.03"),
        MoneyRow("Rounded up", "Every picture costs the same", "EUR 16.73"),
    ),
    total=MoneyRow("Gross", "12 × EUR 113.45", "EUR 1,361.40"),
    commissions=(
        MoneyRow("Agent", "Linde Agency, 10 %", "EUR 136.14"),
        MoneyRow("Platform", "5 %", "EUR 68.07"),
        MoneyRow("Model", "85 %", "EUR 1,157.19"),
    ),
    receivers=("Nobody: they stay on the machines of Doublet demo.",),
    payment=(
        "Each approved picture is due 30 days after the model approves it.",
        "Invoices close on the last day of each month.",
    ),
    memo=(
        Term("Work", MEMO.scope[0]),
        Term("Rate", MEMO.rate[0]),
        Term("Paid", MEMO.payment_term[0]),
        Term("Use", MEMO.usages[0]),
        Term("Expenses", MEMO.expenses[0]),
        Term("Expected", MEMO.expectations[0]),
    ),
    memo_accepted_at="2026-11-21 13:58 UTC",
    clock=WITHDRAWAL_CLOCK,
    signatures=(
        SIGNED,
        Signature(
            "Brand",
            "Mikkel Dahl, Atelier Nord",
            "Signed 2026-11-21 13:40 UTC",
            "Typed, after signing in again",
        ),
    ),
)

STATEMENT = Statement(
    reference="STA-2026-11-0003",
    issued=ISSUED,
    instance="Doublet demo",
    notices=(DEMO,),
    payee=MODEL,
    period="November 2026",
    rows=tuple(
        StatementRow(
            f"2026-11-{day:02d}",
            "Dress, for Atelier Nord",
            "Agency 10 % EUR 11.34 · operator EUR 5.67 · you EUR 96.44",
            "EUR 113.45",
            "EUR 96.44",
            "Paid out 20 Nov 2026",
        )
        for day in range(10, 14)
    ),
    gross="EUR 453.80",
    commissions=(MoneyRow("Agent", "10 %", "EUR -45.36"), MoneyRow("Platform", "5 %", "EUR -22.68")),
    net="EUR 385.76",
    moved=(Moved("2026-11-20", "Paid out", "EUR -385.76"),),
    sums=(
        MoneyRow("Open on 1 November", "", "EUR 0.00"),
        MoneyRow("Earned", "4 pictures", "EUR 385.76"),
        MoneyRow("Paid out", "", "EUR -385.76"),
        MoneyRow("Open on 30 November", "", "EUR 0.00"),
    ),
    brands=(MoneyRow("Atelier Nord", "4 pictures", "EUR 385.76"),),
    payment=("Due 13 December 2026 at the latest, to the account that ends in 0000.",),
)

OWED = Owed(
    reference="OWE-2026-11-0001",
    issued=ISSUED,
    instance="Doublet demo",
    notices=(DEMO,),
    brand=BRAND,
    period="November 2026",
    pay_to=(Term("Pay to", "Doublet demo"), Term("Reference", "RF18 5390 0754 7034")),
    rows=(OwedRow("2026-11-10", "Dress", "10 December 2026", "EUR 113.45", "Open"),),
    total="EUR 113.45",
    month=(Moved("2026-11-10", "Dress, approved", "EUR 113.45"),),
    credit=(MoneyRow("Credit", "Not used for anything yet", "EUR 5.00"),),
)

RECEIPT = Receipt(
    reference="REC-2026-0002",
    issued=ISSUED,
    instance="Doublet demo",
    notices=(DEMO,),
    payer=BRAND,
    payee=Person("Received for", "Amara Okafor", fictional=True),
    paid_on="2026-11-21",
    method="Bank transfer (demonstration)",
    rows=(MoneyRow("4 approved pictures", "LIC-2026-0007", "EUR 453.80"),),
    total="EUR 453.80",
)
