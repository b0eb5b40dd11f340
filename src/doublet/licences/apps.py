from django.apps import AppConfig


class LicencesConfig(AppConfig):
    name = "doublet.licences"
    label = "licences"

    def ready(self) -> None:
        from doublet.licences import reactions  # noqa: F401  (subscribes to what earlier parts tell)
