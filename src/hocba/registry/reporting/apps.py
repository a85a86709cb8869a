from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "hocba.registry.reporting"
    label = "reporting"
    verbose_name = "Báo cáo Bộ"
