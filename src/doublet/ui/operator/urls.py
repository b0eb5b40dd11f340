"""The operator's pages."""

from django.urls import path

from doublet.ui.operator import bank, books, brand_money, paying, tax, views

app_name = "operator"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("audit", views.audit, name="audit"),
    path("audit/check", views.audit_check, name="audit_check"),
    path("database", views.database, name="database"),
    path("ledger", views.ledger, name="ledger"),
    path("ledger/check", views.ledger_check, name="ledger_check"),
    path("ledger/trial", books.trial, name="trial"),
    path("ledger/trial.csv", books.trial_csv, name="trial_csv"),
    path("ledger/accounts/<str:code>", books.account, name="account"),
    path("ledger/postings/<str:pk>", books.posting, name="posting"),
    path("ledger/owed", books.aged, name="ageing"),
    path("ledger/fee", books.platform, name="platform"),
    path("ledger/export", books.export, name="ledger_export"),
    path("ledger/payment", views.payment, name="payment"),
    path("payouts", paying.payout_runs, name="payouts"),
    path("payouts/preview", paying.payout_preview, name="payout_preview"),
    path("payouts/plan", paying.payout_plan, name="payout_plan"),
    path("payouts/items/<str:pk>", paying.payout_item, name="payout_item"),
    path("payouts/runs/<str:pk>", paying.payout, name="payout"),
    path("payouts/runs/<str:pk>/approve", paying.payout_approve, name="payout_approve"),
    path("payouts/runs/<str:pk>/send", paying.payout_send, name="payout_send"),
    path("payouts/runs/<str:pk>/cancel", paying.payout_cancel, name="payout_cancel"),
    path("payouts/<str:pk>.xml", paying.payout_xml, name="payout_xml"),
    path("payouts/<str:pk>.csv", paying.payout_csv, name="payout_csv"),
    path("bank", bank.bank, name="bank"),
    path("bank/lines/<str:pk>", bank.bank_line, name="bank_line"),
    path("bank/<str:pk>", bank.bank_statement, name="bank_statement"),
    path("bank/<str:pk>/confirm", bank.bank_confirm, name="bank_confirm"),
    path("brands-money", brand_money.brands_money, name="brands_money"),
    path("brands-money/<str:pk>/chargeback", brand_money.chargeback, name="chargeback"),
    path("brands-money/<str:pk>/refund/<str:currency>", brand_money.refund, name="refund"),
    path("tax", tax.tax, name="tax"),
    path("tax/paid", tax.tax_paid, name="tax_paid"),
    path("captures", views.captures, name="captures"),
]
