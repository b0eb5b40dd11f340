from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "doublet.publishing"
    label = "publishing"

    def ready(self) -> None:
        from doublet.publishing import waiting  # noqa: F401  (tells the first page what waits)
