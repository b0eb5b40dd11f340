from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "doublet.watch"
    label = "watch"

    def ready(self) -> None:
        from doublet.provenance.holds import told_by

        # each tells another part of the house of this one
        from doublet.watch import effects, hurdles, marking, my_data, reactions, waiting  # noqa: F401
        from doublet.watch.reporting import reactions as staying_down  # noqa: F401
        from doublet.watch.reporting.holding import hold_of
        from doublet.watch.webhooks import reactions as webhooks  # noqa: F401

        told_by(hold_of)
