"""Books from before a brand's money had an account of its own.

Payments lowered what a brand owed, without saying for which picture. They become the brand's credit, which
then pays its pictures in the order of their approval, whole pictures only. Every posting that stood stays.
"""

from collections import defaultdict

from django.db import migrations
from django.db.models import Sum

from doublet.kernel.ids import NewId

RECEIVABLE, CREDIT = "brand_receivable:", "brand_credit:"


def carry_over(apps, schema_editor):
    posting, entry = apps.get_model("ledger", "Posting"), apps.get_model("ledger", "Entry")
    balance, payout = apps.get_model("ledger", "Balance"), apps.get_model("ledger", "Payout")

    def write(kind, subject, words, debit, credit, amount, currency, **more):
        row = posting.objects.create(id=NewId("pst")(), kind=kind, subject=subject, words=words, **more)
        for account, signed in ((debit, amount), (credit, -amount)):
            entry.objects.create(posting=row, account=account, amount_minor=signed, currency=currency)

    paid: dict[tuple[str, str], int] = defaultdict(int)
    owing = entry.objects.filter(account__startswith=RECEIVABLE).order_by("posting__posted_at", "posting_id")
    for row in owing.filter(posting__kind="payment_received"):
        paid[row.account, row.currency] -= row.amount_minor
    approvals = list(owing.filter(posting__kind="approval").select_related("posting"))
    for (account, currency), left in paid.items():
        credit = CREDIT + account.removeprefix(RECEIVABLE)
        words = "Payments so far, kept as the brand's credit from now on"
        write("reclassified", f"{credit}:{currency}", words, account, credit, left, currency)
        for row in approvals:
            if (row.account, row.currency) != (account, currency) or row.amount_minor > left:
                continue
            left -= row.amount_minor
            more = {"source": row.posting_id, "licence_id": row.posting.licence_id}
            words = row.posting.words.replace(", approved", ", paid by the brand")
            write(
                "settlement", row.posting.subject, words, credit, account, row.amount_minor, currency, **more
            )
    sums = entry.objects.values("account", "currency").annotate(sum=Sum("amount_minor")).order_by()
    balance.objects.bulk_create(
        balance(account=row["account"], currency=row["currency"], amount_minor=row["sum"]) for row in sums
    )
    payout.objects.update(status="done")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_books_that_explain_themselves")]
    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
