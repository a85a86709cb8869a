from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "hocba.public.progress"
    label = "progress"
    verbose_name = "Tiến độ"
