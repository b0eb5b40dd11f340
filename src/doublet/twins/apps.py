from django.apps import AppConfig


class TwinsConfig(AppConfig):
    name = "doublet.twins"
    label = "twins"

    def ready(self) -> None:
        from doublet.twins import my_data, waiting  # noqa: F401  (each tells another part of this one)
