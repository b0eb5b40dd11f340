from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "doublet.watch"
    label = "watch"

    def ready(self) -> None:
        from doublet.watch import reactions  # noqa: F401  (subscribes to what earlier parts tell)
