from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "doublet.offers"
    label = "offers"
