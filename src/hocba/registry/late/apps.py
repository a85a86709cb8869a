from django.apps import AppConfig


class LateConfig(AppConfig):
    name = "hocba.registry.late"
    label = "late"
    verbose_name = "Nộp muộn"
