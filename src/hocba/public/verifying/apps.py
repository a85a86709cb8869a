from django.apps import AppConfig


class VerifyingConfig(AppConfig):
    name = "hocba.public.verifying"
    label = "verifying"
    verbose_name = "Kiểm tra tệp"
