"""A model's boundaries and her consents."""

from django.urls import path

from doublet.consents import views

app_name = "consents"

urlpatterns = [
    path("boundaries/", views.boundaries, name="boundaries"),
    path("boundaries/example", views.example, name="example"),
    path("consents/", views.overview, name="list"),
    path("consents/new/<str:kind>", views.write, name="write"),
    path("consents/<str:pk>", views.read, name="read"),
    path("consents/<str:pk>/sign", views.sign, name="sign"),
    path("consents/<str:pk>/withdraw", views.withdraw, name="withdraw"),
    path("consents/<str:pk>/paper.pdf", views.paper, name="paper"),
    path("consents/<str:pk>/receipt.json", views.receipt, name="receipt"),
]
