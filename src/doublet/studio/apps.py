from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "doublet.studio"
    label = "studio"

    def ready(self) -> None:
        from doublet.studio import reactions  # noqa: F401  (subscribes to what earlier parts tell)
