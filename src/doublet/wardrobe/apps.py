from django.apps import AppConfig


class WardrobeConfig(AppConfig):
    name = "doublet.wardrobe"
    label = "wardrobe"

    def ready(self) -> None:
        from doublet.wardrobe import my_data  # noqa: F401  (tells a person's file what stands here)
