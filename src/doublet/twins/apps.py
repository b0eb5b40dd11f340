from django.apps import AppConfig


class TwinsConfig(AppConfig):
    name = "doublet.twins"
    label = "twins"

    def ready(self) -> None:
        from doublet.twins import waiting  # noqa: F401  (tells the first page what waits)
