"""The API's addresses, its document, and the page that shows it."""

from django.urls import URLPattern, include, path, re_path

from doublet.api.envelope import in_envelope, nothing_here
from doublet.api.main import api
from doublet.api.views import reference

_patterns, _app_name, _namespace = api.urls
operations = [in_envelope(pattern) for pattern in _patterns if isinstance(pattern, URLPattern)]

urlpatterns = [
    path("api/", reference, name="api_reference"),
    path("api/v1/", include((operations, _app_name), namespace=_namespace)),
    re_path(r"^api/(?P<rest>.*)$", nothing_here, name="api_nothing"),
]
