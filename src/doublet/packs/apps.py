from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "doublet.packs"
    label = "packs"

    def ready(self) -> None:
        from doublet.packs import my_money  # noqa: F401  (tells a person's file what stands here)
