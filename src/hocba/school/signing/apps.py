from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "hocba.school.signing"
    label = "signing"
    verbose_name = "Phiên ký số"
