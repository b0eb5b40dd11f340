"""Verify and the public register."""

from django.urls import path

from doublet.provenance import views

app_name = "provenance"
urlpatterns = [
    path("verify", views.verify, name="verify"),
    path("status/", views.status, name="status"),
    path("c/<str:pk>.json", views.record_json, name="record_json"),
    path("c/<str:pk>", views.record, name="record"),
]
