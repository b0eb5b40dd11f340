"""The operator's pages."""

from django.urls import path

from doublet.ui.operator import views

app_name = "operator"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("audit", views.audit, name="audit"),
    path("audit/check", views.audit_check, name="audit_check"),
    path("database", views.database, name="database"),
    path("ledger", views.ledger, name="ledger"),
    path("ledger/check", views.ledger_check, name="ledger_check"),
    path("ledger/payment", views.payment, name="payment"),
    path("payouts", views.payout_runs, name="payouts"),
    path("payouts/run", views.payout_run, name="payout_run"),
    path("payouts/<str:pk>.xml", views.payout_xml, name="payout_xml"),
    path("payouts/<str:pk>.csv", views.payout_csv, name="payout_csv"),
    path("captures", views.captures, name="captures"),
]
