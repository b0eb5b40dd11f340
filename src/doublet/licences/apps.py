from django.apps import AppConfig


class LicencesConfig(AppConfig):
    name = "doublet.licences"
    label = "licences"

    def ready(self) -> None:
        from doublet.licences import my_data, reactions, restoring, sweep  # noqa: F401  (each tells or answers others)
