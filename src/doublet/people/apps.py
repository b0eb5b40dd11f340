from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "doublet.people"
    label = "people"
