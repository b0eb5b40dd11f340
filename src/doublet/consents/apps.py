from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    name = "doublet.consents"
    label = "consents"
