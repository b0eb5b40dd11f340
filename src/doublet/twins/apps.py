from django.apps import AppConfig


class TwinsConfig(AppConfig):
    name = "doublet.twins"
    label = "twins"
