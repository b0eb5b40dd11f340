from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "doublet.publishing"
    label = "publishing"

    def ready(self) -> None:
        from doublet.provenance.approvals import told_by
        from doublet.provenance.places import made_for
        from doublet.publishing import my_data, waiting  # noqa: F401  (each tells another part of this one)
        from doublet.publishing.approval import approval_of
        from doublet.publishing.profiles import PROFILES

        for profile in PROFILES.values():
            made_for(profile.id, profile.channel)
        told_by(approval_of)
