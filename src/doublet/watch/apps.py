from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "doublet.watch"
    label = "watch"

    def ready(self) -> None:
        from doublet.watch import effects, hurdles, reactions, waiting  # noqa: F401  (each tells another part of this one)
