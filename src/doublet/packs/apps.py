from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "doublet.packs"
    label = "packs"
