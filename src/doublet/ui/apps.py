from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "doublet.ui"
    label = "ui"
