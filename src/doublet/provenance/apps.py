from django.apps import AppConfig


class ProvenanceConfig(AppConfig):
    name = "doublet.provenance"
    label = "provenance"

    def ready(self) -> None:
        from doublet.provenance import my_data, reactions  # noqa: F401  (each tells or hears another part)
        from doublet.provenance.log import reactions as at_once  # noqa: F401
