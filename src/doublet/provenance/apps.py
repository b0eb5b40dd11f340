from django.apps import AppConfig


class ProvenanceConfig(AppConfig):
    name = "doublet.provenance"
    label = "provenance"

    def ready(self) -> None:
        from doublet.provenance import reactions  # noqa: F401  (subscribes to what earlier parts tell)
        from doublet.provenance.log import reactions as at_once  # noqa: F401
