from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "doublet.studio"
    label = "studio"

    def ready(self) -> None:
        from doublet.studio import effects, reactions  # noqa: F401  (both tell earlier parts of themselves)
