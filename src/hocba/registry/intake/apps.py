from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "hocba.registry.intake"
    label = "intake"
    verbose_name = "Tiếp nhận"
