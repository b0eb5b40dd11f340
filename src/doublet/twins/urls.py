"""A model's photos and her twin."""

from django.urls import path

from doublet.twins import crew_views, resumable_views, selfie_views, views

app_name = "twins"

urlpatterns = [
    path("", views.capture, name="capture"),
    path("open", views.begin, name="open"),
    path("crew", crew_views.crew, name="crew"),
    path("crew/<str:pk>/share", crew_views.share, name="crew_share"),
    path("crew/<str:pk>/end", crew_views.end, name="crew_end"),
    path("crew/<str:pk>/link", crew_views.link, name="crew_link"),
    path("confirm", views.unconfirmed, name="unconfirmed"),
    path("photos/<str:pk>.jpg", views.photo, name="photo"),
    path("photos/<str:pk>/thumbnail.jpg", views.thumbnail, name="thumbnail"),
    path("photos/<str:pk>/delete", views.delete, name="delete"),
    path("selfie/<str:pk>", selfie_views.answer, name="selfie_answer"),
    path("uploads/<str:pk>", resumable_views.upload, name="upload"),
    path("<str:pk>/uploads", resumable_views.uploads, name="uploads"),
    path("<str:pk>/selfie", selfie_views.selfie, name="selfie"),
    path("<str:pk>/selfie/begin", selfie_views.begin, name="selfie_begin"),
    path("<str:pk>/waive", selfie_views.waive, name="waive"),
    path("<str:pk>/photos", views.add, name="add"),
    path("<str:pk>/report", views.report, name="report"),
    path("<str:pk>/make", views.make, name="make"),
    path("<str:pk>/confirm", views.confirm, name="confirm"),
]
