from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "doublet.ledger"
    label = "ledger"

    def ready(self) -> None:
        from doublet.ledger import reactions  # noqa: F401  (subscribes to what earlier parts tell)
