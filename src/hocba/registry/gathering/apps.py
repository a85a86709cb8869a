from django.apps import AppConfig


class GatheringConfig(AppConfig):
    name = "hocba.registry.gathering"
    label = "gathering"
    verbose_name = "Tiếp nhận báo cáo của Sở"
