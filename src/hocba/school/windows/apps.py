from django.apps import AppConfig


class WindowsConfig(AppConfig):
    name = "hocba.school.windows"
    label = "windows"
    verbose_name = "Các hạn nộp"
