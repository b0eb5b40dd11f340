from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "doublet.watch"
    label = "watch"

    def ready(self) -> None:
        from doublet.watch import effects, reactions  # noqa: F401  (both tell earlier parts of themselves)
