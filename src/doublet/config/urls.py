"""Every address of the site, one line a part."""

from django.urls import include, path

urlpatterns = [
    path("", include("doublet.ui.urls")),
    path("accounts/", include("allauth.urls")),
]
