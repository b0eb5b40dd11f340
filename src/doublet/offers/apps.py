from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "doublet.offers"
    label = "offers"

    def ready(self) -> None:
        from doublet.offers import my_data, questions, reactions, waiting  # noqa: F401  (each tells another part of this one)
