from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "doublet.publishing"
    label = "publishing"

    def ready(self) -> None:
        from doublet.publishing import reactions  # noqa: F401  (subscribes to what earlier parts tell)
