from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "doublet.ledger"
    label = "ledger"

    def ready(self) -> None:
        from doublet.ledger import fixing, hurdles, my_data, reactions, waiting  # noqa: F401  (tell and hear earlier parts)
