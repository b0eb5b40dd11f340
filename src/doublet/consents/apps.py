from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    name = "doublet.consents"
    label = "consents"

    def ready(self) -> None:
        from doublet.consents import reactions  # noqa: F401  (subscribes to what earlier parts tell)
