from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    name = "doublet.consents"
    label = "consents"

    def ready(self) -> None:
        from doublet.consents import my_data, reactions, waiting  # noqa: F401  (each tells another part of this one)
