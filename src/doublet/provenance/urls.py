"""Verify and the public register."""

from django.urls import path

from doublet.provenance import record_views, views
from doublet.provenance.log import views as log

app_name = "provenance"
urlpatterns = [
    path("verify", views.verify, name="verify"),
    path("verify/r/<str:token>", views.result, name="result"),
    path("status/", record_views.status, name="status"),
    path("log", log.log, name="log"),
    path("log/head", log.newest, name="log_head"),
    path("log/heads", log.every, name="log_heads"),
    path("log/proof/inclusion", log.inclusion, name="log_inclusion"),
    path("log/proof/consistency", log.consistency, name="log_consistency"),
    path("c/<str:pk>.json", record_views.record_json, name="record_json"),
    path("c/<str:pk>", record_views.record, name="record"),
]
