"""The self-test."""

from django.urls import path

from doublet.story import views

urlpatterns = [path("selftest", views.selftest, name="selftest")]
