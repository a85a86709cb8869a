from django.apps import AppConfig


class SendingConfig(AppConfig):
    name = "hocba.school.sending"
    label = "sending"
    verbose_name = "Nộp Sở"
