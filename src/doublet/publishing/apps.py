from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "doublet.publishing"
    label = "publishing"
