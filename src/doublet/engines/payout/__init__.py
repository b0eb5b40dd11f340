"""Payout files for a bank: ISO 20022 credit transfers, and the same rows as CSV.

Nothing here moves money. An operator uploads the file to a bank; a file made for a demonstration
says so in its ids, names and remittance texts, so that no bank or reader takes it for a real one.
"""

from __future__ import annotations

from doublet.engines.payout.files import DEMONSTRATION, Debtor, PayoutRow, csv_file, payout_file
from doublet.engines.payout.iban import iban

__all__ = ["DEMONSTRATION", "Debtor", "PayoutRow", "csv_file", "iban", "payout_file"]
