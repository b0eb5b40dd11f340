"""A model's statement."""

from django.urls import path

from doublet.ledger import views

app_name = "ledger"

urlpatterns = [
    path("", views.statement, name="statement"),
    path("<str:currency>.pdf", views.paper, name="paper"),
    path("<str:currency>.csv", views.table, name="table"),
]
