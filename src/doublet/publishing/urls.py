"""The model's review of each picture, and a brand's deliveries."""

from django.urls import path

from doublet.publishing.views import deliveries

app_name = "publishing"
urlpatterns = [
    path("deliveries/", deliveries.deliveries, name="deliveries"),
    path("deliveries/of/<str:pk>/", deliveries.of_licence, name="deliveries_of"),
    path("deliveries/frames/<str:pk>/", deliveries.deliver, name="deliver"),
    path("deliveries/frames/<str:pk>/preview.jpg", deliveries.preview, name="preview"),
    path("deliveries/<str:pk>/", deliveries.delivery, name="delivery"),
    path("deliveries/<str:pk>/file.jpg", deliveries.download, name="download"),
    path("deliveries/<str:pk>/placements", deliveries.note, name="placement"),
]
