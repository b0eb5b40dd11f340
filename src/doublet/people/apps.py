from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "doublet.people"
    label = "people"

    def ready(self) -> None:
        from doublet.people import waiting  # noqa: F401  (tells the first page what waits)
