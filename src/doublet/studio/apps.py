from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "doublet.studio"
    label = "studio"

    def ready(self) -> None:
        from doublet.studio import effects, my_data, reactions  # noqa: F401  (all tell earlier parts of themselves)
