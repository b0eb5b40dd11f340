from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "doublet.publishing"
    label = "publishing"

    def ready(self) -> None:
        from doublet.provenance.places import made_for
        from doublet.publishing import waiting  # noqa: F401  (tells the first page what waits)
        from doublet.publishing.profiles import PROFILES

        for profile in PROFILES.values():
            made_for(profile.id, profile.channel)
