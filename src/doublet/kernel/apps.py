from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "doublet.kernel"
    label = "kernel"
