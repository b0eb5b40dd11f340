"""Where the payment service sends its messages, and where a payee opens an account there."""

from django.urls import path

from doublet.ledger.payouts import views

app_name = "payouts"

urlpatterns = [
    path("", views.way, name="way"),
    path("begin", views.begin, name="begin"),
    path("back", views.back, name="back"),
    path("message", views.message, name="message"),
]
