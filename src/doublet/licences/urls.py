"""Licences, and the page where a model signs one."""

from django.urls import path

from doublet.licences import views

app_name = "licences"
urlpatterns = [
    path("licences/", views.licences, name="licences"),
    path("licences/<str:pk>/", views.licence, name="licence"),
    path("licences/<str:pk>/contract.pdf", views.contract, name="contract"),
    path("licences/<str:pk>/withdraw", views.withdraw, name="withdraw"),
    path("offers/<str:pk>/sign", views.sign, name="sign"),
]
