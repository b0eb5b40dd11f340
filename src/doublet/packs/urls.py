"""Packs."""

from django.urls import path

from doublet.packs import views

app_name = "packs"
urlpatterns = [
    path("operator/packs", views.packs, name="packs"),
    path("operator/packs/licence.zip", views.licence, name="licence"),
    path("operator/packs/period.zip", views.period, name="period"),
    path("me/pack.zip", views.mine, name="mine"),
]
