"""A model's photos and her twin."""

from django.urls import path

from doublet.twins import views

app_name = "twins"

urlpatterns = [
    path("", views.capture, name="capture"),
    path("open", views.begin, name="open"),
    path("confirm", views.unconfirmed, name="unconfirmed"),
    path("photos/<str:pk>.jpg", views.photo, name="photo"),
    path("photos/<str:pk>/thumbnail.jpg", views.thumbnail, name="thumbnail"),
    path("photos/<str:pk>/delete", views.delete, name="delete"),
    path("<str:pk>/photos", views.add, name="add"),
    path("<str:pk>/report", views.report, name="report"),
    path("<str:pk>/make", views.make, name="make"),
    path("<str:pk>/confirm", views.confirm, name="confirm"),
]
