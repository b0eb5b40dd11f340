"""Papers that people read and keep: typeset with typst as PDF/A-2b, sealed with a PAdES signature.

Give it the frozen dataclasses of :mod:`.papers`, get the bytes of a PDF. The same data gives the
same bytes on every machine, so a paper can be checked by making it again.
"""

from __future__ import annotations

from doublet.engines.document.glyphs import unprintable
from doublet.engines.document.identity import Identity, development_identity, load_identity
from doublet.engines.document.papers import (
    WITHDRAWAL_CLOCK,
    Certificate,
    ClockRow,
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
from doublet.engines.document.seal import SealReport, read_seal, seal
from doublet.engines.document.timestamp import Authority, Stamp, read_stamp, stamp
from doublet.engines.document.typeset import (
    certificate,
    consent,
    contract,
    deal_memo,
    owed,
    receipt,
    statement,
)

__all__ = [
    "WITHDRAWAL_CLOCK",
    "Authority",
    "Certificate",
    "ClockRow",
    "Consent",
    "Contract",
    "DealMemo",
    "Identity",
    "MoneyRow",
    "Moved",
    "Owed",
    "OwedRow",
    "Person",
    "Receipt",
    "SealReport",
    "Signature",
    "Stamp",
    "Statement",
    "StatementRow",
    "Term",
    "certificate",
    "consent",
    "contract",
    "deal_memo",
    "development_identity",
    "load_identity",
    "owed",
    "read_seal",
    "read_stamp",
    "receipt",
    "seal",
    "stamp",
    "statement",
    "unprintable",
]
