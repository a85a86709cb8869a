from django.apps import AppConfig


class LimitsConfig(AppConfig):
    name = "hocba.public.limits"
    label = "limits"
    verbose_name = "Giới hạn lượt"
