from django.apps import AppConfig


class WardrobeConfig(AppConfig):
    name = "doublet.wardrobe"
    label = "wardrobe"
