"""A brand's wardrobe."""

from django.urls import path

from doublet.wardrobe import mark_views, plate_views, views

app_name = "wardrobe"
urlpatterns = [
    path("", views.garments, name="garments"),
    path("add", views.add, name="add"),
    path("wardrobe.csv", views.as_csv, name="csv"),
    path("backgrounds/", plate_views.plates, name="plates"),
    path("backgrounds/<str:pk>/thumbnail.jpg", plate_views.thumbnail, name="plate_thumbnail"),
    path("backgrounds/<str:pk>/retire", plate_views.retire, name="plate_retire"),
    path("backgrounds/<str:pk>/credential", plate_views.credential, name="plate_credential"),
    path("<str:pk>/", views.garment, name="garment"),
    path("<str:pk>/photo.jpg", views.photo, name="photo"),
    path("<str:pk>/thumbnail.jpg", views.thumbnail, name="thumbnail"),
    path("<str:pk>/points.svg", views.points, name="points"),
    path("<str:pk>/points", mark_views.mark, name="mark"),
    path("<str:pk>/credential", views.credential, name="credential"),
    path("<str:pk>/retire", views.retire, name="retire"),
]
