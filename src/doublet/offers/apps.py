from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "doublet.offers"
    label = "offers"

    def ready(self) -> None:
        from doublet.offers import waiting  # noqa: F401  (tells the first page what waits)
